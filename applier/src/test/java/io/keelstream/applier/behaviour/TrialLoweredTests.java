package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Somebody takes traffic or pods from a canary outside Keelstream: that is an abort, and it is never raised again. */
class TrialLoweredTests extends SandboxedTrial {

    private static final String CANARY = "checkout-canary";

    @Test
    void weightThatSomebodyLowersIsAnAbort() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        edit(97, 3);

        // Then
        assertAborted(second, "kubectl-edit lowered its share in " + TrialWorld.ROUTE);
        // the router may miss a weight that is taken back at once
        assertThat(trial.canaryWeights()).isIn(List.of(0L, 10L, 3L, 0L), List.of(0L, 10L, 0L));
        assertThat(trial.world.live(TrialWorld.ROUTE).spec().get("rules").toString())
                .doesNotContain(CANARY);
    }

    @Test
    void routeThatSomebodyWritesWithoutTheCanaryIsAnAbortWhileTheApplierIsAway() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);
        trial.world.kill();

        // When
        edit(1, null);
        trial.world.start();

        // Then
        assertAborted(second, "kubectl-edit lowered its share in " + TrialWorld.ROUTE);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 0L);
    }

    @Test
    void podsThatSomebodyTakesAwayAreAnAbort() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        trial.world.patch(TrialWorld.CANARY, Map.of("spec", Map.of("replicas", 0)), "kubectl-scale");

        // Then
        assertAborted(second, "kubectl-scale took pods from " + TrialWorld.CANARY);
    }

    @Test
    void weightThatSomebodyRaisesIsNone() {
        // Given
        TrialDraft draft = trial.second();
        Planned second = draft.planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);

        // When
        edit(60, 40);
        trial.world.await().until(() -> trial.canaryWeights().contains(40L));
        trial.answer(gate, Verdict.NO_HARM);
        trial.answer(trial.awaitGate(1, Need.PASS), Verdict.PASS);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    private void assertAborted(Planned planned, String how) {
        DeploymentFinished end = trial.world.awaitEnd(planned);
        assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(end.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("CanaryAborted");
            assertThat(problem.message()).isEqualTo("the canary was aborted since " + how);
        });
        assertThat(trial.world.story()).anyMatch(each -> each.endsWith(how + ", which aborts it"));
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.step()).isInstanceOf(Step.Finished.class);
    }

    /** Somebody writes the weights of the route; null leaves the canary out. */
    private void edit(int stable, Integer canary) {
        Map<String, Object> backend = Map.of("name", "checkout", "port", 80, "weight", stable);
        List<Map<String, Object>> backends = canary == null
                ? List.of(backend)
                : List.of(backend, Map.of("name", CANARY, "port", 80, "weight", canary));
        trial.world.patch(
                TrialWorld.ROUTE,
                Map.of("spec", Map.of("rules", List.of(Map.of("backendRefs", backends)))),
                "kubectl-edit");
    }
}
