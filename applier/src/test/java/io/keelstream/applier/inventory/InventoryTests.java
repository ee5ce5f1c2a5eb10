package io.keelstream.applier.inventory;

import static io.keelstream.applier.release.Releases.NOW;
import static io.keelstream.applier.release.Releases.created;
import static io.keelstream.applier.release.Releases.plan;
import static io.keelstream.applier.release.Releases.pruned;
import static io.keelstream.applier.release.Releases.reference;
import static io.keelstream.applier.release.Releases.release;
import static io.keelstream.applier.release.Releases.trial;
import static io.keelstream.applier.release.Releases.updated;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.ObjectOutcome.Applied;
import io.keelstream.applier.release.ObjectOutcome.Failed;
import io.keelstream.applier.release.ObjectOutcome.Gone;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.applier.release.Results;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.DriftPolicy;
import io.keelstream.contracts.targets.Placement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InventoryTests {

    @Test
    void firstReleaseStartsTheInventory() {
        // Given
        Release release = release(plan(created("a", 0)));

        // When
        Inventory running = InventoryStart.of(null, release);

        // Then
        assertThat(running.sequence()).isEqualTo(1);
        assertThat(running.release().deploymentId()).isEqualTo("deployment-1");
        assertThat(running.objects()).isEmpty();
    }

    @Test
    void appliedObjectsAreRecordedAndDeletedOnesLeave() {
        // Given
        Release release = release(plan(updated("a", 0), pruned("b", 0)));
        Inventory running = InventoryStart.of(inventory("default", "a", "b", "c"), release);

        // When
        Inventory after = finish(
                running,
                new Finished(release, Outcome.HEALTHY, ExecutionStatus.SUCCEEDED, List.of()),
                Map.of(reference("a"), new Applied("new", new OwnedFields(Map.of(), NOW)), reference("b"), new Gone()));

        // Then
        assertThat(after.objects())
                .extracting(InventoryObject::reference)
                .containsExactly(reference("a"), reference("c"));
        assertThat(after.objects().getFirst().digest()).isEqualTo("sha256:a");
        assertThat(after.objects())
                .as("what this release did not apply keeps its sequence")
                .extracting(InventoryObject::appliedSequence)
                .containsExactly(after.sequence(), 0L);
        assertThat(after.appliedBundle()).isEqualTo("sha256:bundle");
        assertThat(after.release()).isNull();
    }

    @Test
    void objectsThatWereNotStartedStayAsRecorded() {
        // Given
        Release release = release(plan(updated("a", 0), created("new", 0)));
        Inventory before = inventory("default", "a");
        Inventory running = InventoryStart.of(before, release);

        // When
        Inventory after = finish(
                running, new Finished(release, Outcome.SUPERSEDED, ExecutionStatus.CANCELLED, List.of()), Map.of());

        // Then
        assertThat(after.objects()).isEqualTo(before.objects());
        assertThat(after.appliedBundle()).isEqualTo("old");
        assertThat(after.retry()).isNull();
    }

    @Test
    void noBundleIsAppliedOnceAnotherOneIsAppliedInPart() {
        // Given
        Revision before = new Revision("infra", "refs/heads/main", "before", "Tester", "Old", NOW);
        Inventory old = inventory("default", "a", "b").withApplied(new Inventory.Applied("old", before, before));
        Release release = release(plan(updated("a", 0), updated("late", 1), pruned("b", 0)));
        Inventory running = InventoryStart.of(old, release);
        Finished failed = new Finished(release, Outcome.FAILED, ExecutionStatus.SUCCEEDED, List.of());
        Inventory.Applied partly = new Inventory.Applied(null, before, before);

        // Then
        assertThat(finish(running, failed, Map.of(reference("a"), new Applied("1", null)))
                        .applied())
                .as("something was written")
                .isEqualTo(partly);
        assertThat(finish(running, failed, Map.of(reference("b"), new Gone())).applied())
                .as("something was deleted")
                .isEqualTo(partly);
        assertThat(finish(
                                running,
                                failed,
                                Map.of(reference("a"), new Failed(new Problem("Invalid", "no", null), false)))
                        .applied())
                .as("everything was refused")
                .isEqualTo(old.applied());
    }

    @Test
    void correctionThatFailsLeavesItsBundleApplied() {
        // Given
        Release release = release(plan(updated("a", 0), updated("late", 1)));
        Inventory before = inventory("default", "a").withApplied(new Inventory.Applied("sha256:bundle", null, null));

        // When
        Inventory after = finish(
                InventoryStart.of(before, release),
                new Finished(release, Outcome.FAILED, ExecutionStatus.SUCCEEDED, List.of()),
                Map.of(reference("a"), new Applied("1", null)));

        // Then
        assertThat(after.appliedBundle()).isEqualTo("sha256:bundle");
    }

    @Test
    void objectsOfAnAbandonedApplyAreDirty() {
        // Given
        Release release = release(plan(created("new", 0), pruned("a", 0)));
        Inventory running = InventoryStart.of(inventory("default", "a"), release);

        // When
        Inventory after = finish(
                running,
                new Finished(release, Outcome.SUPERSEDED, ExecutionStatus.CANCELLED, List.of()),
                Map.of(reference("a"), new ObjectOutcome.Doubtful(), reference("new"), new ObjectOutcome.Doubtful()));

        // Then
        assertThat(after.objects())
                .extracting(InventoryObject::reference)
                .containsExactly(reference("a"), reference("new"));
        assertThat(after.objects()).allMatch(InventoryObject::dirty);
        assertThat(after.appliedBundle()).isNull();
    }

    @Test
    void uncertainApplyIsDirtyAndARefusedCreationIsNot() {
        // Given
        Release release = release(plan(created("lost", 0), created("refused", 0)));
        Inventory running = InventoryStart.of(null, release);
        Problem problem = new Problem("Invalid", "no", null);

        // When
        Inventory after = finish(
                running,
                new Finished(release, Outcome.FAILED, ExecutionStatus.ERRORED, List.of(problem)),
                Map.of(reference("lost"), new Failed(problem, true), reference("refused"), new Failed(problem, false)));

        // Then
        assertThat(after.objects()).singleElement().satisfies(object -> {
            assertThat(object.reference()).isEqualTo(reference("lost"));
            assertThat(object.dirty()).isTrue();
        });
        assertThat(after.retry().attempt()).isEqualTo(1);
        assertThat(after.retry().notBefore()).isBetween(NOW.plusSeconds(3), NOW.plusSeconds(5));
    }

    @Test
    void objectsOfTheFormerClusterAreKeptAsFormerOnes() {
        // Given
        Release release = release(plan("other", Plan.Mode.APPLY, created("a", 0)));

        // When
        Inventory running = InventoryStart.of(inventory("default", "a", "b"), release);

        // Then
        assertThat(running.cluster()).isEqualTo("other");
        assertThat(running.objects()).isEmpty();
        assertThat(running.previous()).singleElement().satisfies(former -> {
            assertThat(former.cluster()).isEqualTo("default");
            assertThat(former.objects()).hasSize(2);
        });
    }

    @Test
    void clearingAFormerClusterKeepsTheObjectsOfThePresentOne() {
        // Given
        Release move = release(plan("other", Plan.Mode.APPLY, created("a", 0)));
        Inventory moved = finish(
                InventoryStart.of(inventory("default", "a"), move),
                new Finished(move, Outcome.HEALTHY, ExecutionStatus.SUCCEEDED, List.of()),
                Map.of(reference("a"), new Applied("new", null)));
        Release clear = release(plan("default", Plan.Mode.CLEAR_FORMER_CLUSTER, pruned("a", 0)));

        // When
        Inventory after = finish(
                InventoryStart.of(moved, clear),
                new Finished(clear, Outcome.HEALTHY, ExecutionStatus.SUCCEEDED, List.of()),
                Map.of(reference("a"), new Gone()));

        // Then
        assertThat(after.cluster()).isEqualTo("other");
        assertThat(after.objects()).hasSize(1);
        assertThat(after.previous()).isEmpty();
    }

    @Test
    void returnToAFormerClusterManagesItsObjectsAgain() {
        // Given
        Release move = release(plan("other", Plan.Mode.APPLY, created("a", 0)));
        Inventory moved = finish(
                InventoryStart.of(inventory("default", "a", "b"), move),
                new Finished(move, Outcome.HEALTHY, ExecutionStatus.SUCCEEDED, List.of()),
                Map.of(reference("a"), new Applied("new", null)));
        Release back = release(plan("default", Plan.Mode.APPLY, updated("a", 0)));

        // When
        Inventory running = InventoryStart.of(moved, back);

        // Then
        assertThat(running.cluster()).isEqualTo("default");
        assertThat(running.objects()).hasSize(2);
        assertThat(running.previous())
                .singleElement()
                .satisfies(former -> assertThat(former.cluster()).isEqualTo("other"));
    }

    @Test
    void rebuiltClusterMakesEverythingDirty() {
        // Given
        Release release = release(plan("default", Plan.Mode.APPLY, updated("a", 0)));
        Inventory before =
                inventory("default", "a", "b").withPlacement(new Placement("default", "another-uid", "shop"));

        // When
        Inventory running = InventoryStart.of(before, release);

        // Then
        assertThat(running.objects()).allMatch(InventoryObject::dirty).allMatch(object -> object.uid() == null);
        assertThat(running.clusterUid()).isEqualTo("uid-of-default");
    }

    @Test
    void retryAppliesObjectsAgainThatDidNotBecomeHealthy() {
        // Given
        Release release = release(plan(created("a", 0), created("b", 0)));

        // When
        Inventory after = InventoryEnd.of(
                InventoryStart.of(null, release),
                new Finished(release, Outcome.FAILED, ExecutionStatus.SUCCEEDED, List.of()),
                new Results(
                        Map.of(reference("a"), new Applied("1", null), reference("b"), new Applied("2", null)),
                        Set.of(),
                        Set.of(reference("b"))),
                NOW);

        // Then
        assertThat(after.objects()).extracting(InventoryObject::dirty).containsExactly(false, true);
    }

    @Test
    void outcomesOfAWaveAreRecordedWhileTheReleaseRuns() {
        // Given
        Release release = release(plan(created("job", 0), created("b", 1), pruned("old", 0)));
        Inventory running = InventoryStart.of(inventory("default", "old"), release);

        // When
        Inventory between = InventoryProgress.record(
                running,
                release,
                new Results(
                        Map.of(reference("job"), new Applied("1", new OwnedFields(Map.of(), NOW))),
                        Set.of(reference("job")),
                        Set.of()));

        // Then
        assertThat(between.release()).isEqualTo(running.release());
        assertThat(between.sequence()).isEqualTo(running.sequence() + 1);
        assertThat(InventoryProgress.applied(between, release)).singleElement().satisfies(object -> {
            assertThat(object.reference()).isEqualTo(reference("job"));
            assertThat(object.completed()).isTrue();
        });
        assertThat(InventoryProgress.undeleted(between, release)).containsExactly(reference("old"));

        // When
        Inventory after = finish(
                between,
                new Finished(release, Outcome.HEALTHY, ExecutionStatus.SUCCEEDED, List.of()),
                Map.of(reference("b"), new Applied("2", null), reference("old"), new Gone()));

        // Then
        assertThat(after.objects())
                .extracting(InventoryObject::reference)
                .containsExactly(reference("job"), reference("b"));
        assertThat(after.appliedBundle()).isEqualTo("sha256:bundle");
    }

    @Test
    void runningVersionIsRecordedAsHealthyWhereNothingDiffers() {
        // Given
        Plan plan = planned(new CanaryPlan("sha256:running", null, null));

        // When
        Inventory after = InventoryEnd.unchanged(inventory("default", "a"), plan, NOW);

        // Then
        assertThat(after.history().healthyTrials()).containsExactly("sha256:running");
    }

    @Test
    void bundleWithoutADifferenceIsHealthyOnlyIfTheOneBeforeWas() {
        // Given
        Plan plan = planned(new CanaryPlan("sha256:running", null, null));
        Revision never = new Revision("infra", "refs/heads/main", "never", "Tester", "Crash", NOW);
        Inventory doubted = inventory("default", "a").withApplied(new Inventory.Applied("old", never, null));

        // When
        Inventory after = InventoryEnd.unchanged(doubted, plan, NOW);

        // Then
        assertThat(after.appliedBundle()).isEqualTo("sha256:bundle");
        assertThat(after.appliedRevision()).isEqualTo(plan.revision());
        assertThat(after.applied().policy())
                .isEqualTo(DriftPolicy.of(plan.bundle().policy()));
        assertThat(after.healthyRevision()).isNull();
        assertThat(after.history().knownGood()).isEmpty();
        assertThat(after.history().healthyTrials()).isEmpty();
        assertThat(InventoryEnd.unchanged(inventory("default", "a"), plan, NOW)
                        .history()
                        .knownGood())
                .hasSize(1);
    }

    @Test
    void onlyACompleteReleaseMakesItsTrialDigestHealthy() {
        // Given
        Release release = release(trial(1, List.of(), updated("a", 0), updated("b", 0)));
        Inventory running = InventoryStart.of(inventory("default", "a", "b"), release);
        Finished healthy = new Finished(release, Outcome.HEALTHY, ExecutionStatus.SUCCEEDED, List.of());

        // When
        Inventory half = finish(running, healthy, Map.of(reference("a"), new Applied("1", null)));
        Inventory whole = finish(
                running,
                healthy,
                Map.of(reference("a"), new Applied("1", null), reference("b"), new Applied("2", null)));

        // Then
        assertThat(half.history().healthyTrials()).isEmpty();
        assertThat(whole.history().healthyTrials()).containsExactly("sha256:trial");
    }

    @Test
    void revertWithAnotherChangeKeepsTheBlockOfTheVersionThatFailed() {
        // Given
        Inventory.History failed =
                Inventory.History.NONE.withBlock(new Inventory.Block("d", "c", "sha256:bad", "harm", NOW));
        Inventory before = inventory("default", "a").withHistory(failed);

        // Then
        assertThat(healthy(before, new CanaryPlan("sha256:stable", null, null)).block())
                .isEqualTo(failed.block());
        assertThat(healthy(before, new CanaryPlan("sha256:stable", "healthy before", null))
                        .block())
                .isEqualTo(failed.block());
        assertThat(InventoryEnd.unchanged(before, planned(new CanaryPlan("sha256:stable", null, null)), NOW)
                        .history()
                        .block())
                .isEqualTo(failed.block());
    }

    @Test
    void blockEndsWhenItsVersionOrAnotherTrialEndsHealthy() {
        // Given
        Inventory.History failed =
                Inventory.History.NONE.withBlock(new Inventory.Block("d", "c", "sha256:bad", "harm", NOW));
        Inventory before = inventory("default", "a").withHistory(failed);
        CanaryPlan passed = trial(1, List.of(), updated("a", 0)).work().canary();

        // Then
        assertThat(healthy(before, new CanaryPlan("sha256:bad", "it has 0 replicas", null))
                        .block())
                .isNull();
        assertThat(healthy(before, passed).block()).isNull();
    }

    private static Inventory.History healthy(Inventory before, CanaryPlan canary) {
        Release release = release(planned(canary, updated("a", 0)));
        return finish(
                        InventoryStart.of(before, release),
                        new Finished(release, Outcome.HEALTHY, ExecutionStatus.SUCCEEDED, List.of()),
                        Map.of(reference("a"), new Applied("1", null)))
                .history();
    }

    private static Plan planned(CanaryPlan canary, PlannedAction... actions) {
        Plan plan = plan(actions);
        return new Plan(
                plan.id(),
                plan.origin(),
                plan.bundle(),
                plan.placement(),
                plan.readiness(),
                new Plan.Work("sha256:change", List.of(actions), 0, List.of(), canary),
                plan.timing());
    }

    @Test
    void trialThatTheClusterEndedDoesNotBlockItsDigest() {
        // Given
        Release release = release(trial(1, List.of(), updated("a", 0)));
        Inventory running = InventoryStart.of(inventory("default", "a"), release);

        // Then
        for (Reason passing : List.of(
                Reason.STOPPED, Reason.CLUSTER_UNREACHABLE, Reason.CLUSTER_BUSY, Reason.DEPENDENCY_UNAVAILABLE)) {
            assertThat(rolledBack(running, release, passing).history().block())
                    .as(passing.toString())
                    .isNull();
        }
        Inventory.Block block =
                rolledBack(running, release, Reason.CANARY_HARM).history().block();
        assertThat(block).isNotNull();
        assertThat(block.bundle()).isEqualTo(release.plan().bundleDigest());
    }

    private static Inventory rolledBack(Inventory running, Release release, Reason cause) {
        return finish(
                running,
                new Finished(
                        release,
                        Outcome.ROLLED_BACK,
                        ExecutionStatus.SUCCEEDED,
                        List.of(cause.problem("because", reference("a")))),
                Map.of());
    }

    @Test
    void historyOfTrialsDoesNotCountOnAnotherCluster() {
        // Given
        Release release = release(plan("other", Plan.Mode.APPLY, created("a", 0)));
        Inventory before = inventory("default", "a").withHistory(Inventory.History.NONE.healthy("sha256:trial"));

        // Then
        assertThat(InventoryStart.of(before, release).history()).isEqualTo(Inventory.History.NONE);
    }

    private static Inventory finish(Inventory running, Finished finished, Map<String, ObjectOutcome> outcomes) {
        return InventoryEnd.of(running, finished, new Results(outcomes, Set.of(), Set.of()), NOW);
    }

    private static Inventory inventory(String cluster, String... names) {
        List<InventoryObject> objects = List.of(names).stream()
                .map(name -> new InventoryObject(
                        reference(name),
                        "v1",
                        0,
                        null,
                        new ApplyState("uid-" + name, "sha256:old", false, false, 0L),
                        new OwnedFields(Map.of(), NOW)))
                .toList();
        return new Inventory(
                4,
                new Placement(cluster, "uid-of-" + cluster, "shop"),
                objects,
                null,
                new Inventory.Applied("old", null, null),
                Inventory.History.NONE,
                List.of());
    }
}
