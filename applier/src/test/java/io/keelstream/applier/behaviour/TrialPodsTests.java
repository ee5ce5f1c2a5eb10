package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Placement;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What pods do that served, as evidence of harm. Tests play the kubelet; the metrics say nothing. */
class TrialPodsTests extends SandboxedTrial {

    @Test
    void canaryWhosePodsExitIsRolledBackWithoutAVerdict() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        backsOff("checkout-canary");

        // Then
        var finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems())
                .anyMatch(each -> Reason.CANARY_HARM.is(each)
                        && each.message()
                                .equals("the canary failed: its containers end: 2 exits of 1 pod (container app: exit"
                                        + " code 137, OOMKilled); the baseline: 0 exits, 0 not ready pods of 1"));
        assertThat(trial.world.story()).anyMatch(each -> each.contains("canary 10 %") && each.contains("2 exits"));
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 0L);
        assertThat(trial.world.inventory().history().block().trialDigest()).isEqualTo(TrialDraft.digest());
    }

    @Test
    void gateGivesPodsTwiceTheTimeToWarmUpThatTheyTookToServe() {
        // Given
        trial.world.push(trial.second().timeout(60_000).planned());
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);
        assertThat(gate.position().warmupMillis()).isLessThan(10_000);

        // When
        Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
        for (Manifest pod : pods("checkout-canary")) {
            trial.world.status(
                    "/api/v1/namespaces/shop/pods/" + pod.name(), """
                        {"status": {
                          "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": "%s"}],
                          "containerStatuses": [{"name": "app", "image": "", "imageID": "", "ready": true, "restartCount": 0,
                            "state": {"running": {"startedAt": "%s"}}}]}}
                        """.formatted(started.plusSeconds(40), started));
        }
        trial.decide(Kind.PAUSE, Named.NOTHING);

        // Then
        assertThat(trial.awaitGate(0, Need.WATCH).position().warmupMillis()).isEqualTo(80_000);
    }

    @Test
    void gateSaysOnWhatKindsOfNodesThePodsAre() {
        // Given
        trial.world.push(trial.second().planned());
        assertThat(trial.awaitGate(0, Need.NO_HARM).canary().placement()).isNull();

        // When
        label(
                node("checkout-canary"),
                "{\"topology.kubernetes.io/zone\": \"eu-1a\", \"node.kubernetes.io/instance-type\": \"large\"}");
        trial.decide(Kind.PAUSE, Named.NOTHING);

        // Then
        AnalysisRequest gate = trial.awaitGate(0, Need.WATCH);
        assertThat(gate.canary().placement()).isEqualTo(new Placement(Map.of("eu-1a", 1), Map.of("large", 1)));
        if (!node("checkout-baseline").equals(node("checkout-canary"))) {
            assertThat(gate.baseline().placement()).isNull();
        }
    }

    /** The node of the only pod of a workload. */
    private String node(String app) {
        return String.valueOf(pods(app).getFirst().spec().get("nodeName"));
    }

    private void label(String node, String labels) {
        trial.world
                .client
                .patch(
                        new ObjectReference("", "Node", "", node),
                        "application/merge-patch+json",
                        Json.readObject("{\"metadata\": {\"labels\": " + labels + "}}"),
                        "test")
                .orThrow();
    }

    @Test
    void exitsThatTheBaselineSharesAreNoEvidence() {
        // Given
        TrialDraft draft = trial.second().weights(30, 50);
        Planned second = draft.planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        restarted("checkout-baseline");
        restarted("checkout-canary");
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void pausedCanaryWhosePodsExitIsRolledBack() {
        // Given
        Planned second = trial.second().againstStable().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);
        trial.decide(Kind.PAUSE, Named.NOTHING);
        trial.world
                .await()
                .until(() -> trial.step() instanceof Step.Analysing analysing
                        && analysing.trial().held(Cause.PAUSED));

        // When
        backsOff("checkout-canary");

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    }

    @Test
    void anotherProcessSeesTheExitsToo() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);
        trial.awaitLongWait();

        // When
        trial.world.kill();
        backsOff("checkout-canary");
        trial.world.start();

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    }

    @Test
    void slowListOfPodsDoesNotDelayTheWayBack() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);
        var faults = trial.world.sandbox.faults();
        faults.inject(new RequestMatch("list", "pods"), new Fault.Latency(Duration.ofSeconds(8)));
        trial.world.annotate(TrialWorld.CANARY, "example.com/touched", "yes");
        trial.world.await().until(() -> faults.hits() > 0);

        // When
        Instant verdict = Instant.now();
        trial.answer(gate, Verdict.FAIL);
        trial.world.await().until(() -> trial.weights().getOrDefault("checkout-canary", 0L) == 0);

        // Then
        assertThat(Duration.between(verdict, Instant.now())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void canaryThatIsOnlyObservedIsNotTakenBack() {
        // Given
        Planned second = trial.second().weights(30, 50).observing().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        restarted("checkout-canary");

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void promotedVersionWhosePodsExitWhileItIsWatchedIsRolledBack() {
        // Given
        TrialDraft draft = trial.second().baked(600_000);
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        trial.awaitStep(Step.Baking.class);

        // When
        backsOff("checkout");

        // Then
        var finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems())
                .anyMatch(each -> Reason.CANARY_HARM.is(each)
                        && each.message().startsWith("the new version failed after its promotion: its containers end"));
        assertThat(trial.image()).isEqualTo("shop:1");
    }

    @Test
    void promotedVersionWithoutAnObjectiveIsWatchedByItsPodsAlone() {
        // Given
        TrialDraft draft = trial.second().watched(600_000);
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        trial.awaitStep(Step.Baking.class);
        assertThat(trial.gate()).isNull();

        // When
        backsOff("checkout");

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.image()).isEqualTo("shop:1");
    }

    @Test
    void promotedVersionWithoutAnObjectiveWhosePodsStayIsHealthy() {
        // Given
        TrialDraft draft = trial.second().watched(500);
        Planned second = draft.planned();
        trial.world.push(second);

        // When
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.world.story()).contains("watching the promoted version for 1 s");
    }

    @Test
    void followerWhosePodsExitWhileItIsWatchedTakesBothBack() {
        // Given
        trial.releaseFollower();
        TrialDraft draft = trial.second().watched(600_000).followedBy("run");
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        trial.awaitStep(Step.Baking.class);

        // When
        backsOff("worker");

        // Then
        var finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems())
                .anyMatch(each -> Reason.CANARY_HARM.is(each)
                        && TrialWorld.FOLLOWER.equals(each.where())
                        && each.message()
                                .equals("the new version failed after its promotion: Deployment.apps/shop/worker, which"
                                        + " follows it: its containers end: 2 exits of 1 pod (container app: exit code"
                                        + " 137, OOMKilled)"));
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.image(TrialWorld.FOLLOWER)).isEqualTo("shop:1");
    }

    @Test
    void deploymentThatDoesNotFollowTakesNothingBack() {
        // Given
        trial.releaseFollower();
        TrialDraft draft = trial.second().watched(4_000);
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        trial.awaitStep(Step.Baking.class);

        // When
        backsOff("worker");

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.DEGRADED);
        assertThat(trial.image()).isEqualTo("shop:2");
    }

    /** Every container of a workload was killed, and is not started again yet. */
    private void backsOff(String app) {
        killed(app, false, "\"waiting\": {\"reason\": \"CrashLoopBackOff\"}");
    }

    /** Every container of a workload was killed once, and serves again. */
    private void restarted(String app) {
        killed(app, true, "\"running\": {}");
    }

    /** The end is some seconds ahead: a pod that was ready for one second cannot be told from one that never was. */
    private void killed(String app, boolean ready, String state) {
        String end =
                Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS).toString();
        for (Manifest pod : pods(app)) {
            trial.world.status("/api/v1/namespaces/shop/pods/" + pod.name(), """
                {"status": {
                  "conditions": [{"type": "Ready", "status": "%2$s", "lastTransitionTime": "%1$s"}],
                  "containerStatuses": [{"name": "app", "image": "", "imageID": "", "ready": %3$s,
                    "restartCount": 2, "state": {%4$s}, "lastState": {"terminated":
                      {"exitCode": 137, "reason": "OOMKilled", "finishedAt": "%1$s"}}}]}}
                """.formatted(
                            end, ready ? "True" : "False", ready, state));
        }
    }

    private List<Manifest> pods(String app) {
        var kind = trial.world.client.discovery().find("v1", "Pod").orThrow();
        return trial.world.client.list(kind, "shop", "app=" + app).orThrow();
    }
}
