package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands in the way of a trial: pods that do not start, routers that do not answer, newer commits. */
class TrialObstacleTests extends SandboxedTrial {

    @Test
    void canaryThatIsNeverReadyGetsNoTraffic() {
        // Given
        Planned second = trial.second().canary("crash").timeout(2_000).planned();

        // When
        trial.world.push(second);

        // Then
        var finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems()).anyMatch(problem -> TrialWorld.CANARY.equals(problem.where()));
        assertThat(finished.problems().getFirst().message()).contains("CrashLoopBackOff");
        assertThat(trial.canaryWeights()).containsExactly(0L);
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void serverIsAskedBeforeTheCopiesAreLate() {
        // Given
        trial.world.push(trial.second().canary("stuck").timeout(4_000).planned());
        ResourceType pods = trial.world.client.discovery().find("v1", "Pod").orThrow();
        List<Manifest> copies = trial.world
                .await()
                .until(
                        () -> trial.world.client.list(pods, Planned.NAMESPACE, "").orThrow().stream()
                                .filter(pod -> pod.name().startsWith("checkout-canary"))
                                .toList(),
                        found -> !found.isEmpty());

        // When
        trial.world.sandbox.faults().silenceWatches();
        copies.forEach(pod -> trial.world.annotate("Pod/shop/" + pod.name(), "keelstream.io/pretend", "run"));

        // Then
        trial.world
                .await()
                .until(() -> trial.world.execution().step() instanceof Step.Shifting
                        || trial.world.execution().step() instanceof Step.Analysing);
    }

    @Test
    void withoutAReadyBaselineTheCanaryIsComparedWithTheWorkload() {
        // Given
        TrialDraft draft = trial.second().baseline("stuck").timeout(2_000).weights(10);
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.PASS);

        // Then
        assertThat(gate.baseline().service()).isEqualTo("checkout");
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 90L, "checkout-canary", 10L));
        assertThat(trial.world.story()).anyMatch(line -> line.contains("the fresh baseline did not become ready"));
        trial.passAll(draft);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void routerThatDoesNotConfirmStopsTheNextStep() {
        // Given
        Planned second = trial.second().planned();
        trial.gateway.confirming(false);

        // When
        trial.world.push(second);

        // Then
        trial.world
                .await()
                .until(() -> trial.step() instanceof Step.Shifting shifting
                        && shifting.trial().hold() != null);
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("the router has not confirmed it"));
        assertThat(trial.world.state().waitingFor()).contains("Accepted is of an older generation");
        trial.gateway.confirming(true);
        trial.awaitGate(0, Need.NO_HARM);
    }

    @Test
    void routerThatRefusesTheShareTakesTheCanaryBack() {
        // Given
        Planned second = trial.second().planned();
        trial.gateway.refusing(true);

        // When
        trial.world.push(second);

        // Then
        var finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("CanaryRoute");
            assertThat(problem.message())
                    .startsWith(
                            "the router refuses the share of the canary (HTTPRoute checkout: shop: Accepted is False"
                                    + " (Accepted)")
                    .endsWith("which would lose requests; correct what it names");
        });
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void routerThatDoesNotConfirmDoesNotDelayTheRollback() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);
        trial.gateway.confirming(false);

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.world.story()).anyMatch(line -> line.startsWith("the router has not confirmed that"));
    }

    @Test
    void routeOnHoldLosesTheCanaryAllTheSame() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);
        trial.world.annotate(
                TrialWorld.ROUTE,
                Annotations.HOLD_UNTIL,
                Instant.now().plusSeconds(600).toString());

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void foreignObjectUnderTheNameOfACopyEndsTheTrialAndIsNotTouched() {
        // Given
        trial.world.create(Yaml.deployment("checkout-canary", "theirs:1"), "kubectl-create");
        String theirs = trial.world.uid(TrialWorld.CANARY);
        Planned second = trial.second().planned();

        // When
        trial.world.push(second);

        // Then
        var finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems()).anyMatch(Reason.ALREADY_EXISTS::is);
        assertThat(trial.world.uid(TrialWorld.CANARY)).isEqualTo(theirs);
        assertThat(trial.copies()).containsExactly(TrialWorld.CANARY);
    }

    @Test
    void stopSwitchIsNotAFailureOfTheCanary() {
        // Given
        trial.world.create("{apiVersion: v1, kind: Namespace, metadata: {name: keelstream}}", "kubectl-create");
        trial.world.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: keelstream-stop, namespace: keelstream}}",
                "kubectl-create");
        trial.world.restart();
        Planned second = trial.second().timeout(1_000).planned();

        // When
        trial.world.push(second);

        // Then
        trial.world
                .await()
                .during(Duration.ofMillis(2_500))
                .until(() -> trial.world.finished(second).isEmpty());
        assertThat(trial.copies()).isEmpty();
        trial.world.delete("ConfigMap/keelstream/keelstream-stop");
        trial.awaitGate(0, Need.NO_HARM);
    }

    @Test
    void unreachableWebhookIsNotAFailureOfTheCanary() {
        // Given
        Planned second = trial.second().timeout(1_000).planned();
        trial.world.sandbox.faults().inject(new RequestMatch("apply", "apps/deployments"), new Fault.WebhookAway());

        // When
        trial.world.push(second);

        // Then
        trial.world
                .await()
                .during(Duration.ofMillis(4_500))
                .until(() -> trial.world.finished(second).isEmpty());
        assertThat(trial.world.sandbox.faults().hits()).isPositive();
        trial.world.sandbox.faults().clear();
        trial.awaitGate(0, Need.NO_HARM);
    }

    @Test
    void copyThatCannotBeDeletedIsNamedWithTheReasonWhileTheTrialEnds() {
        // Given
        TrialDraft draft = trial.second().weights(10);
        Planned second = draft.planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.PASS);
        trial.world.sandbox.faults().inject(new RequestMatch("delete", "apps/deployments"), new Fault.WebhookAway());

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        trial.world
                .await()
                .until(() -> trial.world.state().waitingFor().startsWith("the copies of the canary to be deleted: "));
        assertThat(trial.world.state().waitingFor()).contains(TrialWorld.CANARY, "down.example.com");
        trial.world.sandbox.faults().clear();
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void routeThatCannotBeWrittenIsNamedWithTheReasonWhileTheTrialEnds() {
        // Given
        TrialDraft draft = trial.second().weights(10);
        Planned second = draft.planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.PASS);
        trial.world
                .sandbox
                .faults()
                .inject(new RequestMatch("apply", "gateway.networking.k8s.io/httproutes"), new Fault.WebhookAway());

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        trial.world
                .await()
                .until(() ->
                        trial.world.state().waitingFor().startsWith("the traffic to leave the copies of the canary: "));
        assertThat(trial.world.state().waitingFor()).contains("down.example.com");
        trial.world.sandbox.faults().clear();
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
    }

    @Test
    void clusterThatIsNotConfiguredForAWhileDoesNotEndTheTrial() {
        // Given
        TrialDraft draft = trial.second().weights(10);
        Planned second = draft.planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.PASS);

        // When
        Path kubeconfig = trial.world.removeCluster("default");

        // Then
        trial.world
                .await()
                .until(() -> trial.world.state().conditions().stream().anyMatch(Reason.UNKNOWN_CLUSTER::is));
        assertThat(trial.world.finished(second)).isEmpty();
        assertThat(trial.gate()).isEqualTo(gate);
        trial.world.addCluster("default", kubeconfig);
        trial.passAll(draft);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.world.state().conditions()).isEmpty();
    }

    @Test
    void newerCommitSupersedesATrialWhoseCopiesStart() {
        supersedes(trial.second().canary("stuck"), Step.Preparing.class);
    }

    @Test
    void newerCommitSupersedesATrialWhileTrafficIsShifted() {
        trial.gateway.confirming(false);
        supersedes(trial.second(), Step.Shifting.class);
    }

    @Test
    void newerCommitSupersedesATrialUnderAnalysis() {
        supersedes(trial.second(), Step.Analysing.class);
    }

    @Test
    void newerCommitSupersedesATrialDuringItsPromotion() {
        // Given
        TrialDraft draft = trial.second().weights(10).promoted("stuck");
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        trial.world.await().until(() -> trial.image().equals("shop:2"));

        // When
        Planned third = Planned.of(TARGET, "third");
        trial.world.desire(third);

        // Then
        superseded(second);
    }

    @Test
    void revertToTheRunningVersionEndsATrialAndTouchesNoPodOfIt() {
        // Given
        Object generation = trial.world.live(TrialWorld.STABLE).metadata().get("generation");
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.NO_HARM);
        trial.awaitGate(1, Need.PASS);
        Planned revert = Planned.of(TARGET, "third")
                .update(TrialDraft.deployment("checkout", "shop:1", "run", 2), trial.world.uid(TrialWorld.STABLE));

        // When
        trial.world.desire(revert);

        // Then
        superseded(second);
        trial.world.plan(revert);
        assertThat(trial.world.awaitEnd(revert).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.world.live(TrialWorld.STABLE).metadata().get("generation"))
                .isEqualTo(generation);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 50L, 0L);
    }

    @Test
    void removalOfTheTargetEndsATrial() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        trial.world.desire(Planned.of(TARGET, "third").removed());

        // Then
        superseded(second);
    }

    private void supersedes(TrialDraft draft, Class<? extends Step> at) {
        // Given
        Planned second = draft.planned();
        trial.world.push(second);
        trial.awaitStep(at);

        // When
        trial.world.desire(Planned.of(TARGET, "third"));

        // Then
        superseded(second);
    }

    private void superseded(Planned second) {
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.gate()).isNull();
        assertThat(trial.world.inventory().history().block()).isNull();
        assertThat(trial.world.inventory().release()).isNull();
    }
}
