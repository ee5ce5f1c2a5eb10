package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentFinished.Durations;
import io.keelstream.contracts.deployment.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a release with a trial took, as its end says. */
class TrialDurationTests extends SandboxedTrial {

    private static final Duration A_WHILE = Duration.ofMillis(1_500);

    @Test
    void timeOfTheStepsIsCounted() {
        // Given
        TrialDraft draft = trial.second().weights(10);
        Planned second = draft.planned();
        long began = System.nanoTime();
        trial.world.push(second);
        trial.awaitGate(0, Need.PASS);

        // When
        waitWhileItRuns(second);
        trial.passAll(draft);

        // Then
        assertCounted(second, began);
    }

    @Test
    void timeOfAPauseIsCounted() {
        // Given
        TrialDraft draft = trial.second().weights(10);
        Planned second = draft.planned();
        long began = System.nanoTime();
        trial.world.push(second);
        trial.awaitGate(0, Need.PASS);
        trial.decide(Kind.PAUSE, Named.NOTHING);
        trial.awaitGate(0, Need.WATCH);

        // When
        waitWhileItRuns(second);
        trial.decide(Kind.RESUME, Named.NOTHING);
        trial.passAll(draft);

        // Then
        assertCounted(second, began);
    }

    @Test
    void waitForAnApprovalIsCounted() {
        // Given
        Planned second = trial.second().weights(10).approved().planned();
        long began = System.nanoTime();
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.PASS), Verdict.PASS);
        trial.awaitGate(0, Need.WATCH);

        // When
        waitWhileItRuns(second);
        trial.decide(Kind.PROMOTE, Named.step(trial.deployment(), 0));

        // Then
        assertCounted(second, began);
    }

    @Test
    void timeOfANewerCommitBeginsWithItsOwnRelease() {
        // Given
        TrialDraft draft = new TrialDraft(trial.world, "third").weights(10);
        Planned second = trial.second().planned();
        Planned third = draft.planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);
        waitWhileItRuns(second);
        trial.world.desire(third);
        DeploymentFinished superseded = trial.world.awaitEnd(second);

        // When
        long began = System.nanoTime();
        trial.world.plan(third);
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(third).durations().healthyMillis()).isLessThanOrEqualTo(since(began));
        assertThat(superseded.outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(superseded.durations().healthyMillis()).isGreaterThanOrEqualTo(A_WHILE.toMillis());
    }

    private void waitWhileItRuns(Planned planned) {
        trial.world
                .await()
                .during(A_WHILE)
                .until(() -> trial.world.finished(planned).isEmpty());
    }

    private void assertCounted(Planned planned, long began) {
        DeploymentFinished finished = trial.world.awaitEnd(planned);
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        Durations durations = finished.durations();
        assertThat(durations.applyMillis()).isBetween(A_WHILE.toMillis(), durations.healthyMillis());
        assertThat(durations.healthyMillis()).isLessThanOrEqualTo(since(began));
    }

    private static long since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis() + 1;
    }
}
