package io.keelstream.applier.inventory;

import static io.keelstream.applier.release.Releases.NOW;
import static io.keelstream.applier.release.Releases.hook;
import static io.keelstream.applier.release.Releases.plan;
import static io.keelstream.applier.release.Releases.release;
import static io.keelstream.applier.release.Releases.updated;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.applier.release.Releases;
import io.keelstream.applier.release.Results;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.inventory.Inventory.Barrier;
import io.keelstream.contracts.inventory.Inventory.FailedBundle;
import io.keelstream.contracts.inventory.Inventory.History;
import io.keelstream.contracts.inventory.Inventory.KnownGood;
import io.keelstream.contracts.inventory.Inventory.Retry;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BundleHistoryTests {

    private static final Problem UNHEALTHY = Reason.NOT_HEALTHY_IN_TIME.problem("crashes", "Deployment.apps/shop/web");
    private static final FailedBundle FAILED =
            new FailedBundle("earlier", "c0ffee", "sha256:culprit", "crashes", NOW, null, null);

    @Test
    void lastThreeHealthyBundlesAreKnownNewestFirst() {
        History history = History.NONE;

        for (String digest : List.of("1", "2", "3", "4", "3")) {
            history = end(history, bundle(digest, Trigger.REVISION, OnFailure.HOLD), Outcome.HEALTHY);
        }

        assertThat(history.knownGood()).extracting(KnownGood::bundle).containsExactly("3", "4", "2");
    }

    @Test
    void bundleThatIsAppliedInPartIsNotKnown() {
        Finished finished = finished(bundle("1", Trigger.REVISION, OnFailure.HOLD), Outcome.HEALTHY, List.of());

        assertThat(BundleHistory.of(History.NONE, finished, false, NOW)).isEqualTo(History.NONE);
    }

    @Test
    void correctionOfDriftLeavesABundleUnderTheCommitByWhichItIsKnown() {
        // Given
        Revision pinned = new Revision("infra", "refs/heads/main", "beef".repeat(10), "Ada", "Pinned", NOW);
        History before = History.NONE.knownGood(new KnownGood("1", pinned, NOW.minusSeconds(60)));

        // When
        History corrected = end(before, bundle("1", Trigger.DRIFT, OnFailure.HOLD), Outcome.HEALTHY);
        History released = end(before, bundle("1", Trigger.REVISION, OnFailure.HOLD), Outcome.HEALTHY);

        // Then
        assertThat(corrected.knownGood()).extracting(KnownGood::revision).containsExactly(pinned);
        assertThat(released.knownGood()).extracting(KnownGood::revision).doesNotContain(pinned);
    }

    @ParameterizedTest
    @EnumSource(names = {"HOLD", "ROLLBACK"})
    void bundleThatDoesNotBecomeHealthyIsNotBegunAgain(OnFailure rule) {
        History before = History.NONE.withRetry(new Retry("1", 1, NOW));

        History after = end(before, bundle("1", Trigger.REVISION, rule), Outcome.FAILED, UNHEALTHY);

        assertThat(after.retry()).isNull();
        assertThat(after.failed().blocks("1")).isTrue();
        assertThat(after.failed().cause()).isEqualTo("Deployment.apps/shop/web: crashes");
    }

    @Test
    void refusalBlocksNothing() {
        Problem refused = Reason.REFUSED.problem("exceeded quota", "Deployment.apps/shop/web");
        Plan plan = bundle("1", Trigger.REVISION, OnFailure.ROLLBACK);

        assertThat(end(History.NONE, plan, Outcome.FAILED, refused)).isEqualTo(History.NONE);
        assertThat(end(History.NONE, plan, Outcome.FAILED, UNHEALTHY, refused)).isEqualTo(History.NONE);
    }

    @Test
    void correctionOfDriftBlocksNothing() {
        assertThat(end(History.NONE, bundle("1", Trigger.DRIFT, OnFailure.ROLLBACK), Outcome.FAILED, UNHEALTHY))
                .isEqualTo(History.NONE);
    }

    @Test
    void retryIsForThosePoliciesThatAskForIt() {
        assertThat(end(History.NONE, bundle("1", Trigger.REVISION, OnFailure.RETRY), Outcome.FAILED, UNHEALTHY))
                .isEqualTo(History.NONE);
    }

    @Test
    void healthyRollbackKeepsTheCulpritBlocked() {
        History after = end(
                History.NONE.withFailed(FAILED), bundle("0", Trigger.ROLLBACK, OnFailure.ROLLBACK), Outcome.HEALTHY);

        assertThat(after.failed()).isEqualTo(FAILED);
    }

    @Test
    void rollbackThatFailsIsRemembered() {
        History before = known("0", NOW.minusSeconds(60));

        History after = end(before, bundle("0", Trigger.ROLLBACK, OnFailure.ROLLBACK), Outcome.FAILED, UNHEALTHY);

        assertThat(after.failed()).isEqualTo(FAILED.notRolledBack("Deployment.apps/shop/web: crashes"));
    }

    @Test
    void pinOrCorrectionThatFailsIsNoRollbackThatFailed() {
        History rolledBack = known("0", NOW.plusSeconds(60));

        assertThat(end(rolledBack, bundle("0", Trigger.ROLLBACK, OnFailure.ROLLBACK), Outcome.FAILED, UNHEALTHY))
                .as("a correction of what the way back left in place")
                .isEqualTo(rolledBack);
        assertThat(end(rolledBack, bundle("older", Trigger.ROLLBACK, OnFailure.ROLLBACK), Outcome.FAILED, UNHEALTHY))
                .as("a pin")
                .isEqualTo(rolledBack);
    }

    @Test
    void hookForTheFailureThatFailsTooChangesNothingAboutTheRollback() {
        Problem alarm = Reason.HOOK_FAILED.problem("failed", Releases.reference("alarm-3f0a9c1d"));
        Problem other = Reason.HOOK_FAILED.problem("failed", Releases.reference("smoke"));
        Plan plan = bundle("1", Trigger.REVISION, OnFailure.ROLLBACK, hook("alarm", HookPhase.ON_FAILURE));

        assertThat(end(History.NONE, plan, Outcome.FAILED, UNHEALTHY, alarm)
                        .failed()
                        .bundle())
                .isEqualTo("1");
        assertThat(end(History.NONE, plan, Outcome.FAILED, UNHEALTHY, other)).isEqualTo(History.NONE);
        assertThat(end(History.NONE, plan, Outcome.FAILED, other, alarm)).isEqualTo(History.NONE);
    }

    @Test
    void anotherBundleOfGitThatEndsHealthyLiftsTheBlock() {
        History after = end(
                History.NONE.withFailed(FAILED), bundle("2", Trigger.REVISION, OnFailure.ROLLBACK), Outcome.HEALTHY);

        assertThat(after.failed()).isNull();
    }

    @Test
    void everyBundleThatFailedStaysBlockedUntilOneOfGitIsHealthy() {
        History both = end(
                end(History.NONE, bundle("1", Trigger.REVISION, OnFailure.ROLLBACK), Outcome.FAILED, UNHEALTHY),
                bundle("2", Trigger.REVISION, OnFailure.ROLLBACK),
                Outcome.FAILED,
                UNHEALTHY);

        assertThat(both.failed().bundle()).isEqualTo("2");
        assertThat(both.failure("1").bundle()).isEqualTo("1");
        assertThat(both.failure("2").bundle()).isEqualTo("2");
        assertThat(end(both, bundle("3", Trigger.REVISION, OnFailure.ROLLBACK), Outcome.HEALTHY)
                        .failure("1"))
                .isNull();
        assertThat(end(both, bundle("0", Trigger.ROLLBACK, OnFailure.ROLLBACK), Outcome.HEALTHY)
                        .failure("1"))
                .as("the way back forgets nothing")
                .isNotNull();
    }

    @Test
    void bundleThatFailsAgainIsRememberedOnceAsTheLast() {
        History after = History.NONE;
        for (String digest : List.of("1", "2", "1")) {
            after = end(after, bundle(digest, Trigger.REVISION, OnFailure.HOLD), Outcome.FAILED, UNHEALTHY);
        }

        assertThat(after.failed().bundle()).isEqualTo("1");
        assertThat(after.back().failedBefore()).extracting(FailedBundle::bundle).containsExactly("2");
    }

    @Test
    void wayBackLeadsToNoBundleThatFailed() {
        History healthy = History.NONE;
        for (String digest : List.of("0", "1", "2")) {
            healthy = end(healthy, bundle(digest, Trigger.REVISION, OnFailure.ROLLBACK), Outcome.HEALTHY);
        }
        History failed = healthy;
        for (String digest : List.of("1", "2")) {
            failed = end(failed, bundle(digest, Trigger.REVISION, OnFailure.ROLLBACK), Outcome.FAILED, UNHEALTHY);
        }

        assertThat(failed.wayBack().bundle()).isEqualTo("0");
    }

    @Test
    void whatHappenedLaterHasALaterTimeWhateverTheClocksSay() {
        Instant behind = NOW.minusSeconds(3600);
        Release release = release(bundle("1", Trigger.REVISION, OnFailure.ROLLBACK));
        Barrier begun = new Barrier("Job.batch/shop/contract", "c0ffee", behind);
        Results results = new Results(Map.of(), Set.of(), Set.of(), Map.of(), Map.of(), begun);
        History healthy = end(History.NONE, bundle("0", Trigger.REVISION, OnFailure.ROLLBACK), Outcome.HEALTHY);

        History barred = HookHistory.of(healthy, release, results);
        Finished failing = finished(release.plan(), Outcome.FAILED, List.of(UNHEALTHY));
        History failed = BundleHistory.of(healthy, failing, true, behind);
        History again = BundleHistory.known(barred, bundle("0", Trigger.REVISION, OnFailure.ROLLBACK), behind);

        assertThat(barred.barrier(barred.knownGood().getFirst())).isNotNull();
        assertThat(again.barrier(again.knownGood().getFirst())).isNull();
        assertThat(BundleHistory.of(
                                failed,
                                finished(
                                        bundle("0", Trigger.ROLLBACK, OnFailure.ROLLBACK),
                                        Outcome.FAILED,
                                        List.of(UNHEALTHY)),
                                true,
                                behind)
                        .failed()
                        .rollback())
                .as("the way back failed")
                .isNotNull();
    }

    /** After a bundle ended HEALTHY, and another one failed. */
    private static History known(String bundle, Instant at) {
        Plan plan = bundle(bundle, Trigger.REVISION, OnFailure.ROLLBACK);
        return History.NONE
                .knownGood(new KnownGood(bundle, plan.revision(), at))
                .withFailed(FAILED);
    }

    private static History end(History before, Plan plan, Outcome outcome, Problem... problems) {
        return BundleHistory.of(before, finished(plan, outcome, List.of(problems)), true, NOW);
    }

    private static Finished finished(Plan plan, Outcome outcome, List<Problem> problems) {
        return new Finished(release(plan), outcome, ExecutionStatus.SUCCEEDED, problems);
    }

    private static Plan bundle(String digest, Trigger trigger, OnFailure rule, PlannedAction... hooks) {
        Plan plan =
                plan(Stream.concat(Stream.of(updated("a", 0)), Stream.of(hooks)).toArray(PlannedAction[]::new));
        TargetPolicy policy = plan.bundle().policy().withOnFailure(rule);
        Plan.Origin origin = new Plan.Origin(plan.mode(), trigger, "desired", plan.inventorySequence(), 0);
        Plan.Bundle bundle =
                new Plan.Bundle(digest, plan.revision(), policy, plan.bundle().labels(), Map.of());
        return new Plan(plan.id(), origin, bundle, plan.placement(), plan.readiness(), plan.work(), plan.timing());
    }
}
