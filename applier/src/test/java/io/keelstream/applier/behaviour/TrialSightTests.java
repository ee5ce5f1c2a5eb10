package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.CanaryRules.OnBlind.Response;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens to a canary of which no evidence arrives. */
class TrialSightTests extends SandboxedTrial {

    @Test
    void withoutEvidenceTheTrialHoldsUntilItArrives() {
        // Given
        trial.world.push(trial.second().onBlind(1_000, Response.HOLD).planned());
        int round = trial.awaitGate(0, Need.NO_HARM).position().round();

        // When
        AnalysisRequest watch = trial.awaitGate(0, Need.WATCH);
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("no evidence has arrived for 1 s"));

        // Then
        assertThat(trial.weights()).containsEntry("checkout-canary", 10L);
        trial.world.put(Topic.ANALYSIS, analysed(watch, Instant.now()));
        assertThat(trial.awaitGate(0, Need.NO_HARM).position().round()).isGreaterThan(round);
    }

    @Test
    void withoutEvidenceTheWeightGoesBackToThatOfTheFirstStep() {
        // Given
        TrialDraft draft = trial.second().onBlind(1_500, Response.RETREAT);
        Planned second = draft.planned();
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.NO_HARM);
        trial.awaitGate(1, Need.PASS);

        // When
        trial.awaitGate(0, Need.NO_HARM);

        // Then
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 50L, 10L);
        assertThat(trial.world.story())
                .contains("canary 50 % (step 2 of 2): no evidence has arrived for 2 s; back to the first step");
        trial.passAll(draft);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void evidenceThatArrivesKeepsTheTrialGoing() {
        // Given
        trial.world.push(trial.second().onBlind(1_500, Response.HOLD).planned());
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);

        // When
        trial.world.put(Topic.ANALYSIS, analysed(gate, Instant.now().plusSeconds(60)));

        // Then
        trial.world.await().during(Duration.ofMillis(2_500)).until(() -> gate.equals(trial.gate()));
    }

    private static Analysis analysed(AnalysisRequest gate, Instant to) {
        Analysis.Evidence evidence = new Analysis.Evidence(1_000, to.minusSeconds(1), to, "judge", null, null);
        return new Analysis(
                gate, new Analysis.Times(to, to), evidence, new Analysis.Look(null, List.of()), null, null, null);
    }
}
