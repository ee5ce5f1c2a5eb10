package io.keelstream.planner.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.contracts.targets.TargetPolicy.Prune;
import io.keelstream.contracts.targets.TargetPolicy.Prune.Mode;
import io.keelstream.planner.sample.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatesTests {

    @Test
    void deletionsWithinTheLimitsNeedNoApproval() {
        assertThat(objections(desired(Mode.AUTO, 10, 25), deletions(10), 19)).isEmpty();
        assertThat(objections(desired(Mode.AUTO, 10, 25), deletions(10), 40)).isEmpty();
    }

    @Test
    void deletingMoreThanMaxObjectsNeedsApprovalAndNamesTheLimitToSet() {
        // When
        List<Problem> objections = objections(desired(Mode.AUTO, 10, 100), deletions(11), 50);

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
    void maxPercentCountsFromTwentyObjectsOn() {
        assertThat(objections(desired(Mode.AUTO, 100, 25), deletions(6), 19)).isEmpty();
        assertThat(objections(desired(Mode.AUTO, 100, 25), deletions(5), 20)).isEmpty();
        assertThat(objections(desired(Mode.AUTO, 100, 25), deletions(6), 20))
                .singleElement()
                .satisfies(objection -> assertThat(objection.message()).contains("to at least 30"));
    }

    @Test
    void everyExceededLimitIsReported() {
        assertThat(objections(desired(Mode.AUTO, 1, 1), deletions(30), 40))
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
                objections(desired, List.of(generatedEntry("ConfigMap/shop/settings-old", "settings")), 30);
        List<Problem> gone = objections(desired, List.of(generatedEntry("ConfigMap/shop/other-old", "other")), 30);

        // Then
        assertThat(replaced).isEmpty();
        assertThat(gone).isNotEmpty();
    }

    @Test
    void deletionOfAnyProtectedKindNeedsApproval() {
        for (String reference : List.of(
                "Namespace//shop",
                "CustomResourceDefinition.apiextensions.k8s.io//widgets.example.com",
                "PersistentVolume//disk",
                "PersistentVolumeClaim/shop/data")) {
            assertThat(objections(desired(Mode.AUTO, 10, 100), List.of(Samples.applied(reference, "d")), 30))
                    .as(reference)
                    .singleElement()
                    .satisfies(objection -> {
                        assertThat(objection.reason()).isEqualTo("ProtectedKind");
                        assertThat(objection.where()).isEqualTo(reference);
                    });
        }
        assertThat(objections(
                        desired(Mode.AUTO, 10, 100), List.of(Samples.applied("Namespace.example.com//x", "d")), 30))
                .isEmpty();
    }

    @Test
    void emptyRenderNeedsApprovalWhateverTheLimits() {
        // Given
        Desired empty = Samples.bundle("shop", policy(Mode.AUTO, 1000, 100), List.of());

        // When
        List<Problem> objections = objections(empty, deletions(1), 1);

        // Then
        assertThat(objections).extracting(Problem::reason).containsExactly("EmptyRender");
    }

    @Test
    void modeConfirmNeedsApprovalForASingleObject() {
        assertThat(objections(desired(Mode.CONFIRM, 10, 100), deletions(1), 5))
                .extracting(Problem::reason)
                .containsExactly("PruneConfirm");
    }

    @Test
    void removedTargetUnderConfirmNeedsApprovalAndSaysHowToRemoveIt() {
        assertThat(removal(OnRemoval.CONFIRM, deletions(2)))
                .singleElement()
                .satisfies(objection -> assertThat(objection.message())
                        .contains("restore the target in Git")
                        .contains("onRemoval: prune"));
        assertThat(removal(OnRemoval.UNKNOWN, deletions(2))).isNotEmpty();
    }

    @Test
    void removedTargetUnderPruneIgnoresTheLimitsButClaimsNeedApproval() {
        assertThat(removal(OnRemoval.PRUNE, deletions(500))).isEmpty();
        assertThat(removal(OnRemoval.PRUNE, List.of(Samples.applied("PersistentVolumeClaim/shop/data", "d"))))
                .extracting(Problem::reason)
                .containsExactly("ProtectedKind");
    }

    @Test
    void objectionNamesWhatLiftsItAndWhenToCheckAgain() {
        // Given
        PlanDraft draft = draft(Plan.Mode.APPLY, desired(Mode.CONFIRM, 10, 100), 5, deletions(1), List.of());

        // When
        List<Objection> objections = new Gates(false, Duration.ofMinutes(1)).check(draft);

        // Then
        assertThat(objections).singleElement().satisfies(objection -> {
            assertThat(objection.lift())
                    .isEqualTo(
                            "restore the objects in Git, or set prune.mode: auto (it is confirm) in keelstream.yaml");
            assertThat(objection.because()).isEqualTo("this would delete 1 object (ConfigMap/shop/gone-0)");
            assertThat(objection.again(Instant.EPOCH)).isEqualTo(Instant.EPOCH.plusSeconds(60));
        });
    }

    @Test
    void objectsLeftBehindNeedApprovalBesideEveryOtherObjection() {
        // Given
        PlanDraft draft = draft(Plan.Mode.APPLY, desired(Mode.CONFIRM, 10, 100), 5, deletions(1), deletions(2));

        // Then
        assertThat(new Gates(false, Duration.ofMinutes(1)).check(draft))
                .extracting(Objection::reason)
                .containsExactly(Reason.PRUNE_CONFIRM, Reason.LEFT_BEHIND);
    }

    @Test
    void clearingAFormerClusterIsARemovalWhateverThePruneLimits() {
        // Given
        PlanDraft draft = draft(Plan.Mode.CLEAR_FORMER_CLUSTER, desired(Mode.AUTO, 0, 0), 30, deletions(30), List.of());

        // Then
        assertThat(new Gates(false, Duration.ofMinutes(1)).check(draft))
                .extracting(Objection::reason)
                .containsExactly(Reason.REMOVAL_CONFIRM);
    }

    @Test
    void canaryThatAsksForSeveralPeopleDoesNotBeginWhereNobodyCanBeToldApart() {
        // Given
        CanaryRules rules = CanaryRules.DEFAULT;
        CanaryRules two = new CanaryRules(
                rules.workloads(),
                rules.baseline(),
                rules.replicas(),
                rules.traffic(),
                List.of(new CanaryRules.Step(5, 60_000, 2, null)),
                rules.conduct(),
                rules.analysis());
        Desired desired = Samples.bundle(
                "shop", TargetPolicy.DEFAULT.withCanary(two), "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");
        PlanDraft draft = draft(Plan.Mode.APPLY, desired, 20, deletions(1), List.of());

        // Then
        assertThat(new Gates(true, Duration.ofMinutes(1)).check(draft)).isEmpty();
        assertThat(new Gates(false, Duration.ofMinutes(1)).check(draft))
                .singleElement()
                .satisfies(objection -> {
                    assertThat(objection.reason()).isEqualTo(Reason.APPROVAL_UNVERIFIED);
                    assertThat(objection.because())
                            .isEqualTo("canary.steps ask for 2 people, and who decides is not verified");
                    assertThat(objection.approvable()).isFalse();
                });
    }

    static List<Problem> objections(Desired desired, List<InventoryObject> deletions, int applied) {
        return problems(draft(Plan.Mode.APPLY, desired, applied, deletions, List.of()));
    }

    private static List<Problem> removal(OnRemoval onRemoval, List<InventoryObject> deletions) {
        TargetPolicy base = TargetPolicy.DEFAULT;
        TargetPolicy policy = base.withDeletion(base.prune(), onRemoval);
        Desired removed = Samples.bundle("shop", policy, List.of());
        return problems(draft(Plan.Mode.REMOVE, removed, deletions.size(), deletions, List.of()));
    }

    private static List<Problem> problems(PlanDraft draft) {
        return new Gates(false, Duration.ofMinutes(1))
                .check(draft).stream().map(Objection::problem).toList();
    }

    static PlanDraft draft(
            Plan.Mode mode,
            Desired desired,
            int applied,
            List<InventoryObject> deletions,
            List<InventoryObject> leftBehind) {
        return new PlanDraft(
                new Plan.Origin(mode, Plan.Trigger.REVISION, "", 1, 0),
                desired,
                applied,
                deletions.isEmpty() && leftBehind.isEmpty(),
                deletions,
                new Unrecorded(leftBehind, List.of()),
                Instant.EPOCH);
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
        return base.withDeletion(new Prune(mode, maxObjects, maxPercent), base.onRemoval());
    }

    private static DesiredObject generated(String reference, String generatedName) {
        return Stream.of(Samples.object("shop", Samples.manifest("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings-new}
            """)))
                .map(each -> new DesiredObject(
                        reference,
                        each.digest(),
                        new DesiredObject.Origin(each.commit(), null, generatedName, each.file()),
                        false,
                        each.body()))
                .findFirst()
                .orElseThrow();
    }

    private static InventoryObject generatedEntry(String reference, String generatedName) {
        return new InventoryObject(
                reference, "v1", 0, generatedName, new ApplyState("uid", "d", false, false, null), null);
    }
}
