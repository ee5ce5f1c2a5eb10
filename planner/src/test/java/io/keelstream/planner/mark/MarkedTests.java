package io.keelstream.planner.mark;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.sample.Samples;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkedTests {

    private static final ObjectReference REFERENCE = ObjectReference.parse("ConfigMap/shop/a");

    @Test
    void onlyTheMetadataOfTheObjectItselfIsMarked() {
        // When
        Marked marked = mark("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {app: x}}}");

        // Then
        assertThat(marked.warnings()).isEmpty();
        assertThat(marked.body().metadata().get("labels")).isEqualTo(Map.of("app", "x", "keelstream.io/shard", "3"));
        assertThat(marked.body().metadata().get("annotations"))
                .isEqualTo(Map.of("keelstream.io/owner", "acme/t/a", "keelstream.io/commit", "c1"));
        assertThat(marked.body().namespace()).isEqualTo("shop");
    }

    @Test
    void conflictingLabelOfTheUserIsKeptWithAWarning() {
        Marked marked =
                mark("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {keelstream.io/shard: mine}}}");
        assertThat(marked.body().label("keelstream.io/shard")).isEqualTo("mine");
        assertThat(marked.warnings()).extracting(Problem::reason).containsExactly("MarkTaken");
    }

    @Test
    void serverSetFieldsAreLeftOutAndTheInputIsNotModified() {
        // Given
        Manifest manifest = Samples.manifest("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a, uid: u, resourceVersion: "3", creationTimestamp: null, managedFields: []}
            status: {x: y}
            """);

        // When
        Marked marked = Marked.of(manifest, REFERENCE, 3, "acme/t/a", "c1");

        // Then
        assertThat(marked.body().tree()).doesNotContainKey("status");
        assertThat(marked.body().metadata()).containsOnlyKeys("name", "namespace", "labels", "annotations");
        assertThat(manifest.metadata()).containsKeys("uid", "managedFields").doesNotContainKey("labels");
    }

    @Test
    void clusterScopedObjectLosesItsNamespace() {
        Manifest manifest =
                Samples.manifest("{apiVersion: v1, kind: Namespace, metadata: {name: shop, namespace: oops}}");
        Marked marked = Marked.of(manifest, ObjectReference.parse("Namespace//shop"), 3, "acme/t/a", "c1");
        assertThat(marked.body().metadata()).doesNotContainKey("namespace");
    }

    private static Marked mark(String yaml) {
        return Marked.of(Samples.manifest(yaml), REFERENCE, 3, "acme/t/a", "c1");
    }
}
