package io.keelstream.e2e.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Kinds come and go while the detector runs. */
@EachCluster
class KindTests {

    private static final TargetPolicy POLICY = TargetPolicy.DEFAULT;
    private static final String CONFIG =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {colour: blue}}";

    private static DriftWorld world;

    @BeforeAll
    static void start() {
        world = DriftWorld.start();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void kindIsWatchedAsSoonAsAnInventoryNamesIt() {
        // Given
        define("Gadget");
        world.release("new", POLICY, CONFIG);
        world.patch("ConfigMap/new/settings", "kubectl-edit", "{data: {colour: red}}");
        world.awaitDrift("new", "ConfigMap/new/settings", "/data/colour");

        // When
        world.release("new", POLICY, CONFIG, object("Gadget"));

        // Then
        world.awaitNoDrift("new");
        world.patch("Gadget.kinds.example.com/new/one", "kubectl-edit", "{size: 4}");
        world.awaitDrift("new", "Gadget.kinds.example.com/new/one", "/size");
    }

    @Test
    void objectsOfAKindThatWasRemovedAreMissingAndAreFoundWhenItIsBack() {
        // Given
        define("Widget");
        world.release("removed", POLICY, CONFIG, object("Widget"));
        world.patch("Widget.kinds.example.com/removed/one", "kubectl-edit", "{size: 4}");
        world.awaitDrift("removed", "Widget.kinds.example.com/removed/one", "/size");

        // When
        undefine("Widget");

        // Then
        awaitMissing("removed", "Widget.kinds.example.com/removed/one");
        assertAsksSeldom();
        world.patch("ConfigMap/removed/settings", "kubectl-edit", "{data: {colour: red}}");
        world.awaitDrift("removed", "ConfigMap/removed/settings", "/data/colour");

        define("Widget");
        world.correct("removed");
        world.awaitNoDrift("removed");
        world.patch("Widget.kinds.example.com/removed/one", "kubectl-edit", "{size: 5}");
        world.awaitDrift("removed", "Widget.kinds.example.com/removed/one", "/size");
    }

    @Test
    void kindThatWasRemovedWhileTheDetectorWasDownIsSaidToBeGone() {
        // Given
        define("Trinket");
        world.release("gone", POLICY, CONFIG, object("Trinket"));
        world.stopDetector();
        undefine("Trinket");

        // When
        world.startDetector();

        // Then
        awaitMissing("gone", "Trinket.kinds.example.com/gone/one");
        await().atMost(DriftWorld.LIMIT)
                .untilAsserted(() -> assertThat(world.problems("gone"))
                        .extracting(Problem::reason)
                        .containsExactly("KindNotServed"));
        assertAsksSeldom();

        define("Trinket");
        world.correct("gone");
        world.awaitNoDrift("gone");
        await().atMost(DriftWorld.LIMIT)
                .untilAsserted(() -> assertThat(world.problems("gone")).isEmpty());
    }

    private static void awaitMissing(String namespace, String reference) {
        await().atMost(DriftWorld.LIMIT)
                .untilAsserted(() -> assertThat(world.drift(namespace))
                        .hasEntrySatisfying(
                                reference, drift -> assertThat(drift.kind()).isEqualTo(DriftKind.MISSING)));
    }

    /** What cannot be watched is asked for again, but not without pause. */
    private static void assertAsksSeldom() {
        long before = world.requests("");
        await().during(Duration.ofSeconds(6)).atMost(DriftWorld.LIMIT).until(() -> world.requests("") - before < 20);
    }

    private static String object(String kind) {
        return "{apiVersion: kinds.example.com/v1, kind: " + kind + ", metadata: {name: one}, size: 3}";
    }

    private static void define(String kind) {
        String lower = kind.toLowerCase(java.util.Locale.ROOT);
        world.apply("admin", """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %2$ss.kinds.example.com}
            spec:
              group: kinds.example.com
              scope: Namespaced
              names: {kind: %1$s, listKind: %1$sList, plural: %2$ss, singular: %2$s}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """.formatted(kind, lower));
        await().atMost(DriftWorld.LIMIT).until(() -> served(kind));
    }

    private static void undefine(String kind) {
        String plural = kind.toLowerCase(java.util.Locale.ROOT) + "s";
        world.client
                .delete(
                        ObjectReference.parse(
                                "CustomResourceDefinition.apiextensions.k8s.io//" + plural + ".kinds.example.com"),
                        null,
                        false,
                        false)
                .orThrow();
        await().atMost(DriftWorld.LIMIT).until(() -> !served(kind));
    }

    private static boolean served(String kind) {
        world.client.discovery().refresh();
        return world.client.discovery().find("kinds.example.com/v1", kind) instanceof ApiResult.Ok<ResourceType>;
    }
}
