package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.kubernetes.ownership.ApplyEntry;
import io.keelstream.kubernetes.scale.Autoscaler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A trial of a workload that an autoscaler scales. Tests play the controller of the autoscaler. */
class TrialScalingTests extends SandboxedTrial {

    private static final String LONG = TrialDraft.SCALER_YAML.replace("Seconds: 0", "Seconds: 600");

    @BeforeEach
    void scaled() {
        trial.world.release(Planned.of(TARGET, "scaled").create(TrialDraft.SCALER_YAML));
    }

    @Test
    void workloadKeepsThePodsForAllOfTheTrafficWhenHarmIsProvenAtFiftyPercent() {
        // Given
        TrialDraft draft = trial.second().scaledBy(TrialDraft.SCALER_YAML);
        Planned second = draft.planned();
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.NO_HARM);
        var gate = trial.awaitGate(1, Need.PASS);
        assertThat(scaler().least()).isEqualTo(2);

        // When
        trial.answer(gate, Verdict.FAIL);
        trial.world.await().until(() -> trial.weights().getOrDefault("checkout-canary", 0L) == 0);

        // Then
        assertThat(scaler().least()).isEqualTo(2);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(scaler().least()).isEqualTo(1);
    }

    @Test
    void floorStaysWhileTheCommitIsPromotedAndIsLiftedAtTheEnd() {
        // Given
        TrialDraft draft = trial.second().scaledBy(TrialDraft.SCALER_YAML.replace("maxReplicas: 4", "maxReplicas: 6"));
        draft = draft.weights(10).promoted("stuck");
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        trial.world.await().until(() -> trial.image().equals("shop:2") && scaler().most() == 6);
        assertThat(scaler().least()).isEqualTo(2);

        // When
        trial.answer(trial.awaitGate(0, Need.WATCH), Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(scaler().least()).isEqualTo(1);
        assertThat(trial.world.recorded(TrialWorld.AUTOSCALER).dirty()).isTrue();
    }

    @Test
    void promotedCommitLeavesTheAutoscalerAsItIsRecorded() {
        // Given
        TrialDraft draft = trial.second().scaledBy(TrialDraft.SCALER_YAML);
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(scaler().least()).isEqualTo(1);
        var recorded = trial.world.recorded(TrialWorld.AUTOSCALER);
        assertThat(recorded.dirty()).isFalse();
        assertThat(recorded.ownedFields())
                .isEqualTo(
                        ApplyEntry.of(trial.world.live(TrialWorld.AUTOSCALER)).fieldsV1());
    }

    @Test
    void floorFollowsTheLoadOfTheTrafficThatStableHasLeft() {
        // Given: two pods carry 80 % of the traffic at 140 % of the load that the autoscaler wants
        measured(2, 84);
        trial.world.push(trial.second().scaledBy(TrialDraft.SCALER_YAML).planned());

        // When
        trial.awaitGate(0, Need.NO_HARM);

        // Then
        trial.world.await().until(() -> scaler().least() == 4);
        assertThat(scaler().most()).isEqualTo(4);
    }

    @Test
    void weightDoesNotRiseBeyondWhatTheAutoscalerAllowsToTakeBack() {
        // Given
        measured(4, 240);
        trial.world.push(trial.second().scaledBy(TrialDraft.SCALER_YAML).planned());
        trial.world.await().until(() -> scaler().least() == 4);

        // When
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.NO_HARM);

        // Then
        trial.world.await().until(() -> held(Cause.CAPACITY));
        assertThat(trial.world.story().getLast())
                .contains("the workload would need 10 pods for all of the traffic", "allows 4", "keelstream promote");
        measured(4, 40);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.NO_HARM);
        trial.awaitGate(1, Need.PASS);
    }

    @Test
    void personLetsTheWeightRiseBeyondCapacity() {
        // Given
        measured(4, 240);
        trial.world.push(trial.second().scaledBy(TrialDraft.SCALER_YAML).planned());
        trial.world.await().until(() -> scaler().least() == 4);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.NO_HARM);
        trial.world.await().until(() -> held(Cause.CAPACITY));

        // When
        trial.decide(Kind.PROMOTE, new Named(null, trial.deployment(), 0, null));

        // Then
        trial.world.await().until(() -> trial.canaryWeights().contains(50L));
    }

    @Test
    void newerCommitDoesNotWaitForTheAutoscalerToSeeTheLoad() {
        // Given
        trial.world.release(Planned.of(TARGET, "slow").update(LONG, trial.world.uid(TrialWorld.AUTOSCALER)));
        Planned second = trial.second().scaledBy(LONG).planned();
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.FAIL);
        trial.world
                .await()
                .until(() ->
                        trial.step() instanceof Step.Withdrawing back && back.stage() == Step.Withdrawing.Stage.LOWER);
        assertThat(trial.copies()).isEmpty();
        assertThat(scaler().least()).isEqualTo(2);

        // When
        Planned third = Planned.of(TARGET, "third").update(LONG, trial.world.uid(TrialWorld.AUTOSCALER));
        trial.world.desire(third);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.world.recorded(TrialWorld.AUTOSCALER).dirty()).isTrue();
    }

    private boolean held(Cause cause) {
        return trial.step() instanceof Step.Analysing analysing
                && analysing.trial().held(cause);
    }

    private Autoscaler scaler() {
        return new Autoscaler(trial.world.live(TrialWorld.AUTOSCALER));
    }

    /** What the controller of the autoscaler says of the workload. */
    private void measured(int pods, int utilisation) {
        trial.world.status("/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/checkout", """
                {"status": {"currentReplicas": %1$d, "desiredReplicas": %1$d, "currentMetrics": [
                  {"type": "Resource", "resource": {"name": "cpu", "current": {"averageUtilization": %2$d}}}]}}
                """.formatted(
                        pods, utilisation));
    }
}
