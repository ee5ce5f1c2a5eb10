package io.keelstream.applier.inventory;

import static io.keelstream.applier.release.Releases.release;
import static io.keelstream.applier.release.Releases.updated;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.applier.release.Releases;
import io.keelstream.applier.release.Results;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.inventory.Inventory.History;
import io.keelstream.contracts.inventory.Inventory.Hooks;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HookHistoryTests {

    private static final Problem HOOK = Reason.HOOK_FAILED.problem("exit code 1", "Job.batch/shop/migrate-3f0a9c1d");
    private static final Problem UNHEALTHY = Reason.NOT_HEALTHY_IN_TIME.problem("crashes", "Deployment.apps/shop/web");
    private static final History MIGRATED =
            History.NONE.withHooks(new Hooks("sha256:culprit", Map.of("pre-apply migrate", "sha256:migrate"), null));

    @ParameterizedTest
    @EnumSource(names = {"ROLLBACK", "DRIFT"})
    void whatPutsSomethingBackForgetsNoHook(Trigger trigger) {
        assertThat(HookHistory.applied(MIGRATED, plan(trigger))).isEqualTo(MIGRATED);
    }

    @Test
    void hooksOfARollbackAreRememberedApartUntilItEnds() {
        Release rollback = release(plan(Trigger.ROLLBACK));
        Results down =
                new Results(Map.of(), Set.of(), Set.of(), Map.of(), Map.of("pre-apply down", "sha256:down"), null);

        History begun = HookHistory.of(MIGRATED, rollback, down);

        assertThat(begun.hooks()).isEqualTo(MIGRATED.hooks());
        assertThat(Objects.requireNonNull(begun.back()).hooks())
                .isEqualTo(new Hooks(rollback.plan().bundleDigest(), Map.of("pre-apply down", "sha256:down"), null));
        assertThat(HookHistory.applied(begun, rollback.plan())).isEqualTo(MIGRATED);
        assertThat(HookHistory.applied(begun, plan(Trigger.REVISION)).back()).isNull();
    }

    @Test
    void hookThatFailsARollbackHoldsItUntilAPersonSaysSo() {
        Finished failed =
                new Finished(release(plan(Trigger.ROLLBACK)), Outcome.FAILED, ExecutionStatus.ERRORED, List.of(HOOK));

        History held = HookHistory.ended(MIGRATED, failed, false, Instant.EPOCH);

        assertThat(Objects.requireNonNull(held.failedHook()).cause()).contains("exit code 1");
        assertThat(held.hookRetried("ada").failedHook()).isNull();
        assertThat(held.hookRetried("ada").hooks()).isEqualTo(MIGRATED.hooks());
    }

    @Test
    void releaseOfGitForgetsTheHooksOfTheBundleBefore() {
        assertThat(HookHistory.applied(MIGRATED, plan(Trigger.REVISION)).hooks())
                .isNull();
    }

    @Test
    void hookThatFailsAReleaseHoldsIt() {
        assertThat(HookHistory.failed(finished(HOOK))).isTrue();
    }

    @Test
    void hookForAFailureThatFailsTooHoldsNothing() {
        assertThat(HookHistory.failed(finished(UNHEALTHY, HOOK))).isFalse();
    }

    private static Finished finished(Problem... problems) {
        return new Finished(
                release(plan(Trigger.REVISION)), Outcome.FAILED, ExecutionStatus.ERRORED, List.of(problems));
    }

    private static Plan plan(Trigger trigger) {
        Plan plan = Releases.plan(updated("a", 0));
        Plan.Origin origin = new Plan.Origin(plan.mode(), trigger, "desired", plan.inventorySequence(), 0);
        return new Plan(
                plan.id(), origin, plan.bundle(), plan.placement(), plan.readiness(), plan.work(), plan.timing());
    }
}
