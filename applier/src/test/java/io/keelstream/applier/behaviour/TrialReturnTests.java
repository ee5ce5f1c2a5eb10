package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.problem.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** After a promotion the traffic goes back in the steps that took it away, reversed. */
class TrialReturnTests extends SandboxedTrial {

    /** So long that nothing of the next step is seen. */
    private static final long LONG = 600_000;

    @Test
    void trafficGoesBackInTheStepsReversed() {
        // Given
        TrialDraft draft = trial.second().weights(10, 30, 50);
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 30L, 50L, 30L, 10L, 0L);
        assertThat(trial.world.story())
                .containsSubsequence(
                        "promoted: the traffic goes back to the workload in steps, now canary 50 % (step 3 of 3)",
                        "promoted: the traffic goes back to the workload in steps, now canary 30 % (step 3 of 3)",
                        "promoted: the traffic goes back to the workload in steps, now canary 10 % (step 3 of 3)",
                        "promoted: the traffic goes back to the workload, which runs the new version");
        assertThat(trial.world.timed("keelstream.canary.retreat", "ending", "PROMOTED"))
                .isEqualTo(1);
    }

    @Test
    void whereNothingDrainsItGoesBackAtOnce() {
        // Given
        TrialDraft draft = trial.second().drained(0);
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 50L, 0L);
    }

    @Test
    void harmThatIsProvenMeanwhileTakesThePromotionBack() {
        // Given
        Planned second = promoted(2_000);
        AnalysisRequest gate = trial.awaitGate(1, Need.WATCH);
        assertThat(gate.canary().weight()).isEqualTo(50);

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        DeploymentFinished finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems()).anyMatch(Reason.CANARY_HARM::is);
        takenBack();
    }

    @Test
    void personTakesThePromotionBack() {
        // Given
        Planned second = promoted(2_000);

        // When
        trial.decide(Kind.ABORT, Named.deployment(trial.deployment()));

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        takenBack();
    }

    @Test
    void anotherProcessGoesOnWhereTheWeightIs() {
        // Given
        Planned second = promoted(1_500);

        // When
        trial.world.kill();
        trial.world.start();

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 50L, 10L, 0L);
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.gate()).isNull();
    }

    @Test
    void podsThatAreTakenAwayLetAllOfItGoBackAtOnce() {
        // Given
        promoted(LONG);

        // When
        ready("checkout-canary", 0);

        // Then
        trial.world.await().until(() -> trial.weights().getOrDefault("checkout-canary", 0L) == 0);
        assertThat(trial.world.story())
                .contains("canary 50 % (step 2 of 2), promoted: pods of the copies are not ready; all of the traffic"
                        + " goes back to the workload");
    }

    @Test
    void routerThatConfirmsNothingLetsAllOfItGoBackAtOnce() {
        // Given
        promoted(2_000);

        // When
        trial.gateway.confirming(false);

        // Then
        trial.world
                .await()
                .until(() -> trial.world.story().stream()
                        .anyMatch(each -> each.contains("promoted: the router has not confirmed it")));
        trial.world.await().until(() -> trial.weights().getOrDefault("checkout-canary", 0L) == 0);
    }

    /** A version whose traffic has begun to go back. */
    private Planned promoted(long drain) {
        TrialDraft draft = trial.second().drained(drain);
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        trial.world.await().until(() -> trial.step() instanceof Step.Withdrawing back && back.inSteps());
        return second;
    }

    private void takenBack() {
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.gate()).isNull();
        assertThat(trial.world.inventory().history().block().trialDigest()).isEqualTo(TrialDraft.digest());
    }
}
