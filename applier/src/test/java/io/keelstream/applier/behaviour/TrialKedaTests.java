package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.kubernetes.ownership.ApplyEntry;
import io.keelstream.kubernetes.scale.Autoscaler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A trial of a workload that a ScaledObject scales: its least number of pods is raised as that of an autoscaler is. */
class TrialKedaTests extends SandboxedTrial {

    @BeforeEach
    void scaled() {
        Planned scaled = Planned.of(ApplyingSandbox.TARGET, "scaled").create(Keda.SCALED_OBJECT);
        trial.world.push(scaled);
        trial.world.await().until(() -> trial.world.exists(Keda.SCALER));
        Keda.ready(trial.world);
        assertThat(trial.world.awaitEnd(scaled).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void workloadKeepsItsPodsWhileItsTrafficIsAwayAndIsScaledAsGitSaysAfterwards() {
        // Given
        Planned second = trial.second().scaledBy(Keda.SCALED_OBJECT).planned();
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.NO_HARM);
        var gate = trial.awaitGate(1, Need.PASS);
        assertThat(scaler().least()).isEqualTo(2);

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(scaler().least()).isEqualTo(1);
    }

    @Test
    void floorFollowsTheAutoscalerThatKedaMakes() {
        // Given
        Keda.make(trial.world, 3);

        // When
        trial.world.push(trial.second().scaledBy(Keda.SCALED_OBJECT).planned());

        // Then
        trial.world.await().until(() -> scaler().least() == 3);
        assertThat(new Autoscaler(trial.world.live(Keda.MADE)).least()).isEqualTo(1);
    }

    @Test
    void promotedCommitLeavesTheScaledObjectAsItIsRecorded() {
        // Given
        TrialDraft draft =
                trial.second().scaledBy(Keda.SCALED_OBJECT.replace("maxReplicaCount: 4", "maxReplicaCount: 6"));
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(scaler().least()).isEqualTo(1);
        assertThat(scaler().most()).isEqualTo(6);
        assertThat(trial.world.recorded(Keda.SCALER).dirty()).isFalse();
        assertThat(trial.world.recorded(Keda.SCALER).ownedFields())
                .isEqualTo(ApplyEntry.of(trial.world.live(Keda.SCALER)).fieldsV1());
    }

    private Autoscaler scaler() {
        return new Autoscaler(trial.world.live(Keda.SCALER));
    }
}
