package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.Yaml.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A canary takes a turn on its cluster while it changes pods, and none while it is judged: others go on meanwhile. */
class TrialTurnTests extends SandboxedTrial {

    private final Planned other = Planned.of("production/other", "other").create(configMap("other", "1"));

    @BeforeEach
    void limit() {
        trial.world.releasesAtOnce(1);
    }

    @Test
    void canaryThatWaitsForItsVerdictDoesNotCount() {
        // Given
        trial.world.push(trial.second().planned());
        trial.awaitGate(0, Need.NO_HARM);

        // When
        trial.world.push(other);

        // Then
        assertThat(trial.world.awaitEnd(other).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.step()).isInstanceOf(Step.Analysing.class);
    }

    @Test
    void canaryThatWaitsForAPersonToLetItBeginDoesNotCount() {
        // Given
        trial.world.push(trial.second().approvedFirst().planned());
        trial.world
                .await()
                .until(() ->
                        trial.step() instanceof Step.Preparing(TrialPosition at, Instant _) && at.held(Cause.START));

        // When
        trial.world.push(other);

        // Then
        assertThat(trial.world.awaitEnd(other).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void promotedVersionThatIsWatchedDoesNotCount() {
        // Given
        TrialDraft draft = trial.second().weights(10).baked(600_000);
        trial.world.push(draft.planned());
        trial.passAll(draft);
        trial.awaitStep(Step.Baking.class);

        // When
        trial.world.push(other);

        // Then
        assertThat(trial.world.awaitEnd(other).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.step()).isInstanceOf(Step.Baking.class);
    }

    @Test
    void canaryWhosePodsStartCountsUntilItIsJudged() {
        // Given
        trial.world.push(trial.second().canary("stuck").planned());
        trial.awaitStep(Step.Preparing.class);

        // When
        trial.world.push(other);

        // Then
        trial.world
                .await()
                .until(() -> "its turn: at most 1 release runs on cluster default at once (max-concurrent-releases)"
                        .equals(waitingFor()));
        assertThat(trial.world.finished(other)).isEmpty();

        // When
        trial.world.unstick("checkout-canary");

        // Then
        assertThat(trial.world.awaitEnd(other).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.step()).isNotInstanceOf(Step.Preparing.class);
    }

    private @Nullable String waitingFor() {
        TargetState state = trial.world.partition.read(Topic.TARGET, TargetState.class, other.target());
        return state == null ? null : state.waitingFor();
    }
}
