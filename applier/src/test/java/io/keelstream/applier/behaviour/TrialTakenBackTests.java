package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import org.junit.jupiter.api.Test;

/** A promotion that is taken back. */
class TrialTakenBackTests extends SandboxedTrial {

    @Test
    void routeThatAPromotionChangedIsPlannedAgainAfterTheRollback() {
        // Given
        TrialDraft draft = trial.second()
                .changingTheRoute("shop.example.com")
                .weights(10)
                .promoted("stuck")
                .timeout(3_000);
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.world.live(TrialWorld.ROUTE).at("spec", "hostnames")).isNull();
        assertThat(trial.world.recorded(TrialWorld.ROUTE).dirty()).isTrue();
    }

    @Test
    void restoreThatIsRefusedIsRetriedUntilItIsAccepted() {
        // Given
        TrialDraft draft = trial.second().weights(10).promoted("stuck");
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        trial.world.await().until(() -> trial.image().equals("shop:2"));
        AnalysisRequest gate = trial.awaitGate(0, Need.WATCH);
        trial.world.sandbox.faults().inject(new RequestMatch("apply", "apps/deployments"), new Fault.OverQuota());

        // When
        trial.answer(gate, Verdict.FAIL);
        trial.world.await().until(() -> trial.world.sandbox.faults().hits() > 1);
        trial.world.sandbox.faults().clear();

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.copies()).isEmpty();
    }
}
