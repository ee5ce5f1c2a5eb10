package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.execution.Step.Withdrawing.Stage;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.ApplyEntry;
import io.keelstream.kubernetes.ownership.FieldOwners;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A trial whose traffic a VirtualService of Istio splits. */
class TrialMeshTests extends SandboxedTrial {

    private Mesh mesh;
    private Manifest before;

    @BeforeEach
    void join() {
        mesh = new Mesh(trial.world);
        before = mesh.live();
    }

    @Test
    void canaryThatPassesIsPromotedThoughNobodyConfirmsItsWeights() {
        // Given
        Planned second = trial.second().inTheMesh().planned();

        // When
        trial.world.push(second);
        AnalysisRequest first = trial.awaitGate(0, Need.NO_HARM);
        Map<String, Long> ten = mesh.weights();
        trial.answer(first, Verdict.NO_HARM);
        AnalysisRequest last = trial.awaitGate(1, Need.PASS);
        Map<String, Long> fifty = mesh.weights();
        trial.answer(last, Verdict.PASS);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(ten).isEqualTo(Map.of("checkout", 80L, "checkout-canary", 10L, "checkout-baseline", 10L));
        assertThat(fifty).isEqualTo(Map.of("checkout", 30L, "checkout-canary", 50L, "checkout-baseline", 20L));
        assertThat(trial.image()).isEqualTo("shop:2");
        assertThat(mesh.live().spec()).isEqualTo(before.spec());
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
    }

    @Test
    void harmWithdrawsTheTrafficAndTheListOfRoutesIsOursAsBefore() {
        // Given
        Planned second = trial.second().inTheMesh().planned();
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.NO_HARM);
        AnalysisRequest gate = trial.awaitGate(1, Need.PASS);

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(mesh.live().spec()).isEqualTo(before.spec());
        assertThat(FieldOwners.of(mesh.live()).onlyOurs(FieldPath.of("spec", "http")))
                .isTrue();
        assertThat(trial.world.recorded(Mesh.ROUTE).ownedFields())
                .isEqualTo(ApplyEntry.of(mesh.live()).fieldsV1());
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void virtualServiceThatTheCommitChangesKeepsItsSharesUntilThePromotion() {
        // Given
        TrialDraft draft = trial.second().inTheMesh().weights(10).changingTheRoute("shop.example.com");
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.PASS);
        Object hosts = mesh.live().spec().get("hosts");
        trial.answer(gate, Verdict.PASS);

        // Then
        DeploymentFinished finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(hosts).isEqualTo(List.of("checkout"));
        assertThat(mesh.live().spec().get("hosts")).isEqualTo(List.of("shop.example.com"));
        assertThat(mesh.live().spec().get("http")).isEqualTo(before.spec().get("http"));
    }

    @Test
    void abortAtALaterStepLeavesNoCopyInTheVirtualService() {
        // Given
        Planned second = trial.second().inTheMesh().planned();
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.NO_HARM);
        trial.awaitGate(1, Need.PASS);

        // When
        trial.decide(Kind.ABORT, Named.deployment(trial.deployment()));

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(mesh.live().spec()).isEqualTo(before.spec());
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void newerCommitTakesTheTrafficBackBeforeItIsReleased() {
        // Given
        Planned second = trial.second().inTheMesh().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        trial.world.desire(Planned.of(TARGET, "third"));

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(mesh.live().spec()).isEqualTo(before.spec());
        assertThat(trial.copies()).isEmpty();
    }

    /** A list of routes has one owner, who writes all of them. */
    @Test
    void routesThatAnotherControllerWroteAreOursAgainAfterTheTrial() {
        // Given
        Planned second = trial.second().inTheMesh().planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);
        trial.world.patch(
                Mesh.ROUTE,
                Map.of(
                        "spec",
                        Map.of(
                                "http",
                                List.of(Map.of(
                                        "route", List.of(Map.of("destination", Map.of("host", "checkout-canary"))))))),
                "flagger");
        boolean lost = !FieldOwners.of(mesh.live()).onlyOurs(FieldPath.of("spec", "http"));

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(lost).isTrue();
        assertThat(mesh.live().spec()).isEqualTo(before.spec());
        assertThat(FieldOwners.of(mesh.live()).onlyOurs(FieldPath.of("spec", "http")))
                .isTrue();
    }

    /** A proxy that has not heard of the new weights still sends requests to the copies. */
    @Test
    void copiesOutliveTheirTrafficByTheSettlingTimeThoughNoDrainIsAskedFor() {
        // Given
        Planned second = trial.second().inTheMesh().drained(0).planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(Duration.between(began(Stage.DRAIN), began(Stage.DELETE)))
                .isGreaterThanOrEqualTo(ApplyingSandbox.PACE.settle());
    }

    private Instant began(Stage stage) {
        return trial.world
                .events(Execution.class)
                .map(Execution::step)
                .filter(Step.Withdrawing.class::isInstance)
                .map(Step.Withdrawing.class::cast)
                .filter(step -> step.stage() == stage)
                .findFirst()
                .orElseThrow()
                .since();
    }

    @Test
    void errorThatIstioReportsHoldsTheShiftUntilItIsGone() {
        // Given
        mesh.status("""
                {"status": {"observedGeneration": "999", "validationMessages":
                  [{"level": "ERROR", "type": {"code": "IST0101", "name": "ReferencedResourceNotFound"}}]}}
                """);
        TrialDraft draft = trial.second().inTheMesh().weights(10);
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        trial.world
                .await()
                .until(() -> trial.step() instanceof Step.Shifting step
                        && step.trial().hold() != null
                        && step.trial().hold().cause() == Cause.ROUTER);
        String why = trial.awaitStep(Step.Shifting.class).trial().hold().why();
        mesh.status("{\"status\": {\"validationMessages\": null}}");
        trial.passAll(draft);

        // Then
        assertThat(why).endsWith("VirtualService checkout: Istio reports IST0101 (ReferencedResourceNotFound)");
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
    }
}
