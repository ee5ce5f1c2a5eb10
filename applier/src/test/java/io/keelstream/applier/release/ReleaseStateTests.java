package io.keelstream.applier.release;

import static io.keelstream.applier.release.Releases.NOW;
import static io.keelstream.applier.release.Releases.created;
import static io.keelstream.applier.release.Releases.plan;
import static io.keelstream.applier.release.Releases.pruned;
import static io.keelstream.applier.release.Releases.release;
import static io.keelstream.applier.release.Releases.updated;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.applier.release.ReleaseState.Applying;
import io.keelstream.applier.release.ReleaseState.Pruning;
import io.keelstream.applier.release.ReleaseState.Settling;
import io.keelstream.applier.release.ReleaseState.Waiting;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseStateTests {

    @Test
    void wavesAscendAndDeletionComesLast() {
        // Given
        Release release = release(plan(created("late", 5), updated("early", -1), pruned("old", 0)));

        // When
        Applying first = (Applying) release.begin(NOW);
        Applying second = (Applying) waiting(first).healthy(NOW);
        Pruning third = (Pruning) waiting(second).healthy(NOW);
        Settling last = (Settling) third.pruned(NOW);

        // Then
        assertThat(first.wave()).isEqualTo(-1);
        assertThat(second.wave()).isEqualTo(5);
        assertThat(last.settled(true, List.of()).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void hooksComeBeforeAndAfterEverythingElse() {
        // Given
        Release release = release(plan(
                created("a", 0),
                pruned("old", 0),
                Releases.hook("migrate", HookPhase.PRE_APPLY),
                Releases.hook("seed", HookPhase.PRE_APPLY),
                Releases.hook("smoke", HookPhase.POST_APPLY)));

        // When
        Hooking migrate = (Hooking) release.begin(NOW);
        Hooking seed = (Hooking) migrate.created("uid", NOW).ended(null).over(NOW);
        Applying wave = (Applying) seed.created("uid", NOW).ended(null).over(NOW);
        Pruning pruning = (Pruning) waiting(wave).healthy(NOW);
        Hooking smoke = (Hooking) pruning.pruned(NOW);

        // Then
        assertThat(migrate.hook().reference()).isEqualTo("ConfigMap/shop/migrate");
        assertThat(seed.hook().reference()).isEqualTo("ConfigMap/shop/seed");
        assertThat(smoke.hook().reference()).isEqualTo("ConfigMap/shop/smoke");
        assertThat(smoke.created("uid", NOW).ended(null).over(NOW)).isInstanceOf(Settling.class);
        assertThat(smoke.run().deadline()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void hooksOfAWaveRunWhenItsObjectsAreAppliedAndBeforeTheseAreWaitedFor() {
        // Given
        Release release = release(plan(
                created("a", 0),
                created("b", 1),
                Releases.hook("early", HookPhase.SYNC, -1),
                Releases.hook("one", HookPhase.SYNC, 0),
                Releases.hook("two", HookPhase.SYNC, 0)));

        // When
        Applying none = (Applying) release.begin(NOW);
        Hooking early = (Hooking) none.applied(NOW);
        Waiting nothing = (Waiting) succeeded(early, NOW);
        Applying wave = (Applying) nothing.healthy(NOW);
        Hooking one = (Hooking) wave.applied(NOW);
        Hooking two = (Hooking) succeeded(one, NOW);
        Waiting waiting = (Waiting) succeeded(two, NOW.plusSeconds(600));

        // Then
        assertThat(none.wave()).isEqualTo(-1);
        assertThat(release.wave(Release.Part.FIRST, -1)).isEmpty();
        assertThat(early.hook().reference()).isEqualTo("ConfigMap/shop/early");
        assertThat(two.hook().reference()).isEqualTo("ConfigMap/shop/two");
        assertThat(waiting).isEqualTo(new Waiting(release, 0, NOW.plusSeconds(900), null));
        assertThat(((Applying) waiting.healthy(NOW)).applied(NOW))
                .isInstanceOfSatisfying(
                        Waiting.class, last -> assertThat(last.wave()).isEqualTo(1));
    }

    @Test
    void hooksOfAWaveBelongToThePromotionOfACanaryAndTakeItBackWhereTheyFail() {
        // Given
        Release release = release(Releases.trial(
                1,
                List.of("ConfigMap/shop/a"),
                created("a", 0),
                updated("b", 0),
                Releases.hook("sync", HookPhase.SYNC, 0)));
        TrialPosition trial = TrialPosition.START;

        // When
        ReleaseState before = ((Applying) release.begin(NOW)).applied(NOW);
        Hooking promoting = (Hooking) new Applying(release, 0, NOW, trial).applied(NOW);
        Problem failure = Reason.HOOK_FAILED.problem("failed", "Job.batch/shop/sync");

        // Then
        assertThat(before).isInstanceOf(Waiting.class);
        assertThat(promoting.promotes()).isTrue();
        assertThat(promoting.created("uid", NOW).ended(failure).over(NOW))
                .isInstanceOfSatisfying(
                        ReleaseState.Restoring.class,
                        back -> assertThat(back.causes()).containsExactly(failure));
        assertThat(succeeded(promoting, NOW))
                .isInstanceOfSatisfying(
                        Waiting.class, waiting -> assertThat(waiting.trial()).isEqualTo(trial));
    }

    private static ReleaseState succeeded(Hooking hook, Instant now) {
        return hook.created("uid", NOW).ended(null).over(now);
    }

    private static Waiting waiting(Applying applying) {
        return (Waiting) applying.applied(NOW);
    }

    @Test
    void timeOfAHookBeginsWithItsObject() {
        // Given
        Hooking recorded = (Hooking)
                release(plan(Releases.hook("migrate", HookPhase.PRE_APPLY))).begin(NOW);

        // Then
        assertThat(recorded.created("uid", NOW.plusSeconds(180)).run().deadline())
                .isEqualTo(NOW.plusSeconds(240));
        assertThat(recorded.created("uid", NOW.minusSeconds(3600)).run().deadline())
                .as("a server's clock that is behind")
                .isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void releaseThatOnlyDeletesStartsWithDeletion() {
        // Given
        Release release = release(plan("default", Plan.Mode.REMOVE, pruned("old", 0)));

        // When
        ReleaseState first = release.begin(NOW);

        // Then
        assertThat(first).isInstanceOf(Pruning.class);
        Settling last = (Settling) ((Pruning) first).pruned(NOW);
        assertThat(last.settled(true, List.of()).outcome()).isEqualTo(Outcome.REMOVED);
    }

    @Test
    void everyWaveHasItsOwnDeadline() {
        // Given
        Release release = release(plan(created("a", 0), created("b", 1)));
        Waiting waiting = waiting((Applying) release.begin(NOW));

        // When
        Applying next = (Applying) waiting.healthy(NOW.plusSeconds(60));

        // Then
        assertThat(next.deadline()).isEqualTo(NOW.plusSeconds(360));
    }

    @Test
    void unhealthyUntouchedObjectOnlyDegrades() {
        // Given
        Settling settling = new Settling(release(plan()));

        // When / Then
        assertThat(settling.settled(false, List.of()).outcome()).isEqualTo(Outcome.DEGRADED);
    }

    @Test
    void endIsRecordedAsIdleWithItsOutcome() {
        // Given
        ReleaseState finished = release(plan(created("a", 0))).begin(NOW).superseded(NOW);

        // When
        Execution execution = finished.execution();

        // Then
        assertThat(execution.step()).isEqualTo(new Step.Finished(Outcome.SUPERSEDED, List.of()));
        assertThat(execution.outcome()).isEqualTo(Outcome.SUPERSEDED);
    }
}
