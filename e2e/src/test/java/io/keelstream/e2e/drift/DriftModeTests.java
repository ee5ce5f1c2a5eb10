package io.keelstream.e2e.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.drift.DriftDetected;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mode of an application, a target's word before it, and an object's word before both. */
@AnyCluster
class DriftModeTests {

    private static final List<String> TARGETS = List.of("production", "staging", "test");

    /** Objects by name, each with the annotations that Git gives it. */
    private static final Map<String, String> OBJECTS = Map.of(
            "plain", "",
            "corrected", "keelstream.io/drift: correct",
            "reported", "keelstream.io/drift: report",
            "silent", "keelstream.io/drift: \"off\"",
            "ignored", "keelstream.io/ignore-fields: \"/data/value\"");

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void start() {
        stage = Stage.in(folder);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void narrowestModeWins() throws Exception {
        // Given
        stage.repository().write("shop/keelstream.yaml", """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: shop}
            spec:
              policy: {drift: correct}
              targets:
                - {name: production, cluster: default, namespace: production}
                - {name: staging, cluster: default, namespace: staging, policy: {drift: report}}
                - {name: test, cluster: default, namespace: test, policy: {drift: off}}
            """);
        for (Map.Entry<String, String> object : OBJECTS.entrySet()) {
            stage.repository()
                    .write(
                            "shop/" + object.getKey() + ".yaml",
                            Manifests.configMap(object.getKey(), "git")
                                    .replace("}\ndata", ", annotations: {" + object.getValue() + "}}\ndata"));
        }
        String commit = stage.repository().push("Start");
        stage.up();
        TARGETS.forEach(target -> stage.awaitSettled(target + "/shop", commit));

        // When
        for (String name : List.of("silent", "ignored", "reported", "plain", "corrected")) {
            TARGETS.forEach(target -> change(target, name));
        }

        // Then
        TARGETS.forEach(target -> awaitCorrected(target, "corrected"));
        awaitCorrected("production", "plain");
        stage.await(
                "the drift is reported",
                () -> assertThat(reported())
                        .isEqualTo(Map.of(
                                "production", Set.of("plain", "corrected", "reported"),
                                "staging", Set.of("plain", "corrected", "reported"),
                                "test", Set.of("corrected", "reported"))));
        assertThat(value("production", "reported")).isEqualTo("hand");
        assertThat(value("staging", "plain")).isEqualTo("hand");
        assertThat(value("test", "plain")).isEqualTo("hand");
        for (String target : TARGETS) {
            assertThat(value(target, "silent")).as(target).isEqualTo("hand");
            assertThat(value(target, "ignored")).as(target).isEqualTo("hand");
        }
    }

    private void change(String namespace, String name) {
        stage.live().patch(reference(namespace, name), Map.of("data", Map.of("value", "hand")), "kubectl-edit");
    }

    private void awaitCorrected(String namespace, String name) {
        stage.await(
                namespace + "/" + name + " is corrected",
                () -> assertThat(value(namespace, name)).isEqualTo("git"));
    }

    private String value(String namespace, String name) {
        return String.valueOf(stage.live().get(reference(namespace, name)).at("data", "value"));
    }

    private static String reference(String namespace, String name) {
        return "ConfigMap/" + namespace + "/" + name;
    }

    /** The names of the objects whose drift was reported, by target. */
    private Map<String, Set<String>> reported() {
        return stage.system().events().stream()
                .map(event -> event.received().payload())
                .filter(DriftDetected.class::isInstance)
                .map(DriftDetected.class::cast)
                .collect(Collectors.groupingBy(
                        event -> event.drift().target(),
                        Collectors.flatMapping(
                                event -> event.objects().stream()
                                        .map(DriftedObject::reference)
                                        .map(reference -> reference.substring(reference.lastIndexOf('/') + 1)),
                                Collectors.toSet())));
    }
}
