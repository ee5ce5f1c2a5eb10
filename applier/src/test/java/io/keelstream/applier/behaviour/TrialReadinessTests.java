package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import org.junit.jupiter.api.Test;

/** Pods of the copies that are taken away from a trial: drained, evicted, pending. Tests play the kubelet. */
class TrialReadinessTests extends SandboxedTrial {

    private static final String CANARY = "checkout-canary";

    @Test
    void weightDropsToZeroWithoutReadyPodsAndComesBackWithThem() {
        // Given
        TrialDraft draft = trial.second();
        Planned second = draft.planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);

        // When
        ready(CANARY, 0);
        awaitHeld(Cause.PODS, 0);
        trial.world.await().until(() -> weight() == 0);
        assertThat(trial.gate().position().need()).isEqualTo(Need.WATCH);
        assertThat(trial.world.story())
                .contains("canary 10 % (step 1 of 2): 0 of 1 pods of the canary are ready; the weight drops to 0 %")
                .anyMatch(each -> each.startsWith("canary 0 % (step 1 of 2) is on hold, 0 of 1 pods of the canary are"
                        + " ready. It goes on when the pods are ready; "));
        ready(CANARY, 1);

        // Then
        assertThat(trial.awaitGate(0, Need.NO_HARM).position().round())
                .isGreaterThan(gate.position().round());
        trial.passAll(draft);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 0L, 10L, 50L, 10L, 0L);
    }

    @Test
    void weightDropsToWhatTheReadyPodsCarry() {
        // Given
        trial.world.push(trial.second().weights(60).planned());
        trial.awaitGate(0, Need.PASS);

        // When
        ready(CANARY, 1);

        // Then
        awaitHeld(Cause.PODS, 50);
        trial.world.await().until(() -> weight() == 50);
    }

    @Test
    void pauseOutlivesPodsThatAreNotReady() {
        // Given
        trial.world.push(trial.second().planned());
        trial.awaitGate(0, Need.NO_HARM);
        trial.decide(Kind.PAUSE, Named.NOTHING);
        awaitHeld(Cause.PAUSED, 10);

        // When
        ready(CANARY, 0);
        trial.world.await().until(() -> weight() == 0);
        awaitHeld(Cause.PAUSED, 0);
        trial.decide(Kind.RESUME, Named.NOTHING);

        // Then
        awaitHeld(Cause.PODS, 0);
        ready(CANARY, 1);
        trial.awaitGate(0, Need.NO_HARM);
        assertThat(weight()).isEqualTo(10);
    }

    @Test
    void anotherProcessBringsTheWeightBack() {
        // Given
        trial.world.push(trial.second().planned());
        trial.awaitGate(0, Need.NO_HARM);
        ready(CANARY, 0);
        awaitHeld(Cause.PODS, 0);

        // When
        trial.world.kill();
        ready(CANARY, 1);
        trial.world.start();

        // Then
        trial.awaitGate(0, Need.NO_HARM);
        assertThat(weight()).isEqualTo(10);
    }

    @Test
    void harmThatIsProvenMeanwhileEndsTheTrial() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);
        ready(CANARY, 0);
        awaitHeld(Cause.PODS, 0);

        // When
        trial.answer(trial.awaitGate(0, Need.WATCH), Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    }

    private long weight() {
        return trial.weights().getOrDefault(CANARY, 0L);
    }

    private void awaitHeld(Cause cause, int weight) {
        trial.world
                .await()
                .until(() -> trial.step() instanceof Step.Analysing analysing
                        && analysing.trial().held(cause)
                        && analysing.trial().weight() == weight);
    }
}
