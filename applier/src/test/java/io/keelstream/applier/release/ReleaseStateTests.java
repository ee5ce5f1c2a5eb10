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
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseStateTests {

    @Test
    void wavesAscendAndDeletionComesLast() {
        // Given
        Release release = release(plan(created("late", 5), updated("early", -1), pruned("old", 0)));

        // When
        Applying first = (Applying) release.begin(NOW);
        Applying second = (Applying) first.applied().healthy(NOW);
        Pruning third = (Pruning) second.applied().healthy(NOW);
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
        Pruning pruning = (Pruning) wave.applied().healthy(NOW);
        Hooking smoke = (Hooking) pruning.pruned(NOW);

        // Then
        assertThat(migrate.hook().reference()).isEqualTo("ConfigMap/shop/migrate");
        assertThat(seed.hook().reference()).isEqualTo("ConfigMap/shop/seed");
        assertThat(smoke.hook().reference()).isEqualTo("ConfigMap/shop/smoke");
        assertThat(smoke.created("uid", NOW).ended(null).over(NOW)).isInstanceOf(Settling.class);
        assertThat(smoke.run().deadline()).isEqualTo(NOW.plusSeconds(60));
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
        Waiting waiting = ((Applying) release.begin(NOW)).applied();

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
