package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.time.Duration;
import java.time.Instant;
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

    @Test
    void harmWhileThePromotionIsAppliedEndsItBetweenTwoWrites() {
        // Given
        Planned second = trial.second().weights(10).promoting("late").planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.PASS);
        trial.world.sandbox.faults().inject(new RequestMatch("apply", "configmaps"), new Fault.ServerError(503));
        trial.answer(gate, Verdict.PASS);
        trial.world.await().until(() -> trial.world.sandbox.faults().hits() > 0);

        // When
        Instant verdict = Instant.now();
        trial.answer(trial.awaitGate(0, Need.WATCH), Verdict.FAIL);

        // Then
        var finished = trial.world.awaitEnd(second);
        assertThat(Duration.between(verdict, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems()).first().matches(Reason.CANARY_HARM::is);
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.world.inventory().history().block()).isNotNull();
    }
}
