package io.keelstream.kubernetes.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

class TerminationTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            is being deleted | {apiVersion: v1, kind: Pod, metadata: {deletionGracePeriodSeconds: 30}}
            is being deleted; waits for its finalizers a.io/x, b.io/y | {apiVersion: v1, kind: ConfigMap, metadata: {finalizers: [a.io/x, b.io/y]}}
            is being deleted; some resources remain: pods. | {apiVersion: v1, kind: Namespace, status: {conditions: [{type: NamespaceDeletionContentFailure, status: 'False', message: all gone}, {type: NamespaceContentRemaining, status: 'True', message: 'some resources remain: pods.'}]}}
            """)
    void objectSaysWhatItsDeletionWaitsFor(String text, String object) {
        assertThat(Termination.text(new Manifest(new Yaml().load(object)))).isEqualTo(text);
    }

    @Test
    void objectThatWasNotSeenSaysNothing() {
        assertThat(Termination.text(null)).isEqualTo("is being deleted");
    }
}
