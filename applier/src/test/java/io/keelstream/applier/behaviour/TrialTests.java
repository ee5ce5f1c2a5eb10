package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.TrialWorld.ROUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.kubernetes.ownership.ApplyEntry;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A trial from its copies to its end. */
class TrialTests extends SandboxedTrial {

    @Test
    void canaryThatPassesIsPromoted() {
        // Given
        TrialDraft draft = trial.second();
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.image()).isEqualTo("shop:2");
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 50L, 10L, 0L);
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.gate()).isNull();
        assertThat(trial.world.inventory().history().healthyTrials()).containsExactly(TrialDraft.digest());
        assertThat(trial.world.inventory().appliedBundle()).isEqualTo(second.bundleDigest());
        assertThat(trial.world.timed("keelstream.canary.retreat", "ending", "PROMOTED"))
                .isEqualTo(1);
        assertThat(trial.world.timed("keelstream.deployment", "strategy", "canary"))
                .isEqualTo(1);
    }

    @Test
    void versionAndReplicasOfOneCommitAreAppliedAtThePromotion() {
        // Given
        TrialDraft draft = trial.second().weights(10).sized(3);
        Planned second = draft.planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.PASS);
        Object during = trial.world.live(TrialWorld.STABLE).spec().get("replicas");

        // When
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(during).isEqualTo(2L);
        assertThat(trial.world.live(TrialWorld.STABLE).status().get("readyReplicas"))
                .isEqualTo(3L);
        assertThat(trial.image()).isEqualTo("shop:2");
    }

    /** A route whose parent is a Service is for the clients inside a mesh. */
    @Test
    void routeWhoseParentIsAServiceIsShifted() {
        // Given
        trial.world.release(Planned.of(TARGET, "inside")
                .update(TrialDraft.ROUTE_YAML.replace("{name: shop}", Gateway.SERVICE), trial.world.uid(ROUTE)));
        TrialDraft draft = trial.second().parent(Gateway.SERVICE);
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 50L, 10L, 0L);
    }

    @Test
    void harmAtTheFirstStepWithdrawsTheTraffic() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);
        String before = trial.world.inventory().appliedBundle();

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        var finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems()).anyMatch(Reason.CANARY_HARM::is);
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.gate()).isNull();
        assertThat(trial.world.inventory().appliedBundle()).isEqualTo(before);
        assertThat(trial.world.inventory().history().block().trialDigest()).isEqualTo(TrialDraft.digest());
        assertThat(trial.world.timed("keelstream.canary.retreat", "ending", "ROLLED_BACK"))
                .isEqualTo(1);
    }

    @Test
    void harmDuringThePromotionRestoresTheVersionBefore() {
        // Given
        TrialDraft draft = trial.second().weights(10).promoted("stuck");
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        trial.world.await().until(() -> trial.image().equals("shop:2"));

        // When
        trial.answer(trial.awaitGate(0, Need.WATCH), Verdict.FAIL);

        // Then
        var finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 0L);
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.world.recorded(TrialWorld.STABLE).dirty()).isTrue();
        assertThat(trial.world.inventory().history().block()).isNotNull();
    }

    @Test
    void promotionThatDoesNotBecomeHealthyIsRolledBack() {
        // Given
        TrialDraft draft = trial.second().weights(10).promoted("stuck").timeout(3_000);
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        trial.passAll(draft);

        // Then
        var finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems()).anyMatch(Reason.NOT_HEALTHY_IN_TIME::is);
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void harmAtALaterStepWithdrawsTheTraffic() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.NO_HARM);
        AnalysisRequest gate = trial.awaitGate(1, Need.PASS);

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 50L, 0L);
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void trafficIsWithdrawnWithinASecondOfTheVerdict() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);
        trial.awaitLongWait();

        // When
        Instant verdict = Instant.now();
        trial.answer(gate, Verdict.FAIL);
        trial.world.await().until(() -> trial.weights().getOrDefault("checkout-canary", 0L) == 0);

        // Then
        assertThat(Duration.between(verdict, Instant.now())).isLessThan(Duration.ofSeconds(1));
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    }

    @Test
    void trafficIsWithdrawnWithinASecondThoughSlowCallsTakeEveryPlace() {
        // Given: one slow kind has all places of the slow lane, then another has all that are left
        Planned second = trial.second().planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);
        takePlaces("configmaps", 32, "{apiVersion: v1, kind: ConfigMap, metadata: {name: slow-%d}}");
        trial.world.await().during(Duration.ofSeconds(1)).until(() -> true);
        takePlaces("serviceaccounts", 64, "{apiVersion: v1, kind: ServiceAccount, metadata: {name: slow-%d}}");

        // When
        Instant verdict = Instant.now();
        trial.answer(gate, Verdict.FAIL);
        trial.world.await().until(() -> trial.weights().getOrDefault("checkout-canary", 0L) == 0);

        // Then
        assertThat(Duration.between(verdict, Instant.now())).isLessThan(Duration.ofSeconds(1));
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    }

    /** Another target writes objects, each of which takes 8 s, until so many calls are under way. */
    private void takePlaces(String resource, int underWay, String yaml) {
        trial.world
                .sandbox
                .faults()
                .inject(new RequestMatch("apply", resource), new Fault.Latency(Duration.ofSeconds(8)));
        Planned slow = Planned.of("production/" + resource, resource);
        IntStream.range(0, 32).forEach(number -> slow.create(yaml.formatted(number)));
        trial.world.push(slow);
        trial.world.await().until(() -> trial.world.sandbox.faults().hits() >= underWay);
    }

    @Test
    void progressEventsDescribeTheTrialInSentences() {
        // Given
        TrialDraft draft = trial.second();
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        trial.passAll(draft);
        trial.world.awaitEnd(second);

        // Then
        assertThat(trial.world.story())
                .containsSubsequence(
                        "started second",
                        "shifting traffic: canary 10 % (step 1 of 2)",
                        "analysing canary 10 % (step 1 of 2)",
                        "canary 10 % (step 1 of 2): verdict NO_HARM, because the test says so",
                        "preparing the canary for 50 % of the traffic: 2 pods of checkout-canary",
                        "shifting traffic: canary 50 % (step 2 of 2)",
                        "canary 50 % (step 2 of 2): verdict PASS, because the test says so",
                        "promoting the canary: applying wave 0",
                        "promoted: the traffic goes back to the workload, which runs the new version",
                        "the canary has no traffic any more",
                        "deleting the copies of the canary",
                        "HEALTHY second");
    }

    @Test
    void routeAfterATrialIsWhatTheInventorySays() {
        // Given
        TrialDraft draft = trial.second();
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        trial.passAll(draft);
        trial.world.awaitEnd(second);

        // Then
        var entry = ApplyEntry.of(trial.world.live(TrialWorld.ROUTE));
        var recorded = trial.world.recorded(TrialWorld.ROUTE);
        assertThat(recorded.ownedFields()).isEqualTo(entry.fieldsV1());
        assertThat(recorded.ownedSince()).isEqualTo(entry.time());
        assertThat(recorded.dirty()).isFalse();
    }

    @Test
    void routeThatTheCommitChangesKeepsItsSharesUntilThePromotion() {
        // Given
        TrialDraft draft = trial.second().changingTheRoute("shop.example.com").weights(10);
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 0L);
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.world.live(TrialWorld.ROUTE).at("spec", "hostnames")).isEqualTo(List.of("shop.example.com"));
    }

    @Test
    void withoutAFreshBaselineTheCanaryIsComparedWithTheWorkload() {
        // Given
        TrialDraft draft = trial.second().againstStable().weights(30);
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.PASS);

        // Then
        assertThat(gate.baseline().service()).isEqualTo("checkout");
        assertThat(gate.baseline().weight()).isEqualTo(70.0);
        assertThat(gate.canary().weight()).isEqualTo(30.0);
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 70L, "checkout-canary", 30L));
    }

    @Test
    void dependenciesOfTheCanaryAreAppliedBeforeItAndOtherChangesAtThePromotion() {
        // Given
        TrialDraft draft = trial.second().weights(10).needing("settings").promoting("late");
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        trial.awaitGate(0, Need.PASS);

        // Then
        assertThat(trial.world.exists("ConfigMap/shop/settings")).isTrue();
        assertThat(trial.world.exists("ConfigMap/shop/late")).isFalse();
        trial.passAll(draft);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.world.exists("ConfigMap/shop/late")).isTrue();
        assertThat(trial.world.recorded()).contains("ConfigMap/shop/settings", "ConfigMap/shop/late");
    }

    @Test
    void releaseWithoutATrialRecordsItsTrialDigestAsHealthy() {
        // Given
        Planned second = trial.second().ordinary();

        // When
        trial.world.release(second);

        // Then
        assertThat(trial.world.inventory().history().healthyTrials()).containsExactly(TrialDraft.digest());
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void replicasRouterSplitsByThePodsOfTheServiceItself() {
        // Given
        TrialDraft draft = trial.second().byReplicas();
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);
        trial.passAll(draft);

        // Then
        assertThat(gate.canary().weight()).isNull();
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.canaryWeights()).containsExactly(0L);
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.image()).isEqualTo("shop:2");
    }
}
