package io.keelstream.planner.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.contracts.targets.TargetPolicy.Prune;
import io.keelstream.contracts.targets.TargetPolicy.Prune.Mode;
import io.keelstream.planner.sample.Samples;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PruneGuardTests {

    @Test
    void deletionsWithinTheLimitsNeedNobody() {
        assertThat(PruneGuard.objections(desired(Mode.AUTO, 10, 25), deletions(10), 19))
                .isEmpty();
        assertThat(PruneGuard.objections(desired(Mode.AUTO, 10, 25), deletions(10), 40))
                .isEmpty();
    }

    @Test
    void moreThanMaxObjectsWaitAndTheLimitToSetIsNamed() {
        // When
        List<Problem> objections = PruneGuard.objections(desired(Mode.AUTO, 10, 100), deletions(11), 50);

        // Then
        assertThat(objections).singleElement().satisfies(objection -> {
            assertThat(objection.reason()).isEqualTo("PruneLimit");
            assertThat(objection.message())
                    .contains("11 objects (ConfigMap/shop/gone-0,")
                    .contains("raise prune.maxObjects (10) to at least 11 in keelstream.yaml")
                    .contains("restore the objects");
        });
    }

    @Test
    void aShareCountsFromTwentyObjectsOn() {
        assertThat(PruneGuard.objections(desired(Mode.AUTO, 100, 25), deletions(6), 19))
                .isEmpty();
        assertThat(PruneGuard.objections(desired(Mode.AUTO, 100, 25), deletions(5), 20))
                .isEmpty();
        assertThat(PruneGuard.objections(desired(Mode.AUTO, 100, 25), deletions(6), 20))
                .singleElement()
                .satisfies(objection -> assertThat(objection.message()).contains("to at least 30"));
    }

    @Test
    void everyLimitThatIsExceededIsTold() {
        assertThat(PruneGuard.objections(desired(Mode.AUTO, 1, 1), deletions(30), 40))
                .extracting(Problem::reason)
                .containsExactly("PruneLimit", "PruneLimit");
    }

    @Test
    void objectsReplacedUnderAGeneratedNameDoNotCount() {
        // Given
        DesiredObject current = generated("ConfigMap/shop/settings-new", "settings");
        Desired desired = Samples.bundle("shop", policy(Mode.CONFIRM, 0, 0), List.of(current));

        // When
        List<Problem> replaced =
                PruneGuard.objections(desired, List.of(generatedEntry("ConfigMap/shop/settings-old", "settings")), 30);
        List<Problem> gone =
                PruneGuard.objections(desired, List.of(generatedEntry("ConfigMap/shop/other-old", "other")), 30);

        // Then
        assertThat(replaced).isEmpty();
        assertThat(gone).isNotEmpty();
    }

    @Test
    void somethingOfEveryProtectedKindAlwaysWaits() {
        for (String reference : List.of(
                "Namespace//shop",
                "CustomResourceDefinition.apiextensions.k8s.io//widgets.example.com",
                "PersistentVolume//disk",
                "PersistentVolumeClaim/shop/data")) {
            assertThat(PruneGuard.objections(desired(Mode.AUTO, 10, 100), List.of(Samples.applied(reference, "d")), 30))
                    .as(reference)
                    .singleElement()
                    .satisfies(objection -> {
                        assertThat(objection.reason()).isEqualTo("ProtectedKind");
                        assertThat(objection.where()).isEqualTo(reference);
                    });
        }
        assertThat(PruneGuard.objections(
                        desired(Mode.AUTO, 10, 100), List.of(Samples.applied("Namespace.example.com//x", "d")), 30))
                .isEmpty();
    }

    @Test
    void anEmptyRenderWaitsWhateverTheLimits() {
        // Given
        Desired empty = Samples.bundle("shop", policy(Mode.AUTO, 1000, 100), List.of());

        // When
        List<Problem> objections = PruneGuard.objections(empty, deletions(1), 1);

        // Then
        assertThat(objections).extracting(Problem::reason).containsExactly("EmptyRender");
    }

    @Test
    void modeConfirmWaitsForOneObject() {
        assertThat(PruneGuard.objections(desired(Mode.CONFIRM, 10, 100), deletions(1), 5))
                .extracting(Problem::reason)
                .containsExactly("PruneConfirm");
    }

    @Test
    void aRemovedTargetWaitsUnderConfirmAndSaysHowToRemoveIt() {
        assertThat(PruneGuard.removalObjections(OnRemoval.CONFIRM, deletions(2)))
                .singleElement()
                .satisfies(objection -> assertThat(objection.message())
                        .contains("restore the target in Git")
                        .contains("onRemoval: prune"));
        assertThat(PruneGuard.removalObjections(OnRemoval.UNKNOWN, deletions(2)))
                .isNotEmpty();
    }

    @Test
    void aRemovedTargetGoesUnderPruneWithoutLimitsButNotItsClaims() {
        assertThat(PruneGuard.removalObjections(OnRemoval.PRUNE, deletions(500)))
                .isEmpty();
        assertThat(PruneGuard.removalObjections(
                        OnRemoval.PRUNE, List.of(Samples.applied("PersistentVolumeClaim/shop/data", "d"))))
                .extracting(Problem::reason)
                .containsExactly("ProtectedKind");
    }

    static List<InventoryObject> deletions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Samples.applied("ConfigMap/shop/gone-" + i, "d"))
                .toList();
    }

    static Desired desired(Mode mode, int maxObjects, int maxPercent) {
        return Samples.bundle("shop", policy(mode, maxObjects, maxPercent), """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: stays}
            """);
    }

    private static TargetPolicy policy(Mode mode, int maxObjects, int maxPercent) {
        TargetPolicy base = TargetPolicy.DEFAULT;
        return new TargetPolicy(
                new Prune(mode, maxObjects, maxPercent),
                base.onRemoval(),
                base.drift(),
                base.conflicts(),
                base.createNamespace(),
                base.timeoutMillis(),
                base.ingressRequireAddress(),
                base.statefulSetUnstick());
    }

    private static DesiredObject generated(String reference, String generatedName) {
        return Stream.of(Samples.object("shop", Samples.manifest("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings-new}
            """)))
                .map(each -> new DesiredObject(
                        reference, each.digest(), each.commit(), null, generatedName, each.file(), false, each.body()))
                .findFirst()
                .orElseThrow();
    }

    private static InventoryObject generatedEntry(String reference, String generatedName) {
        return new InventoryObject(
                reference, "v1", 0, generatedName, new ApplyState("uid", "d", false, false, null), null);
    }
}
