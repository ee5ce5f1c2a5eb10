package io.keelstream.applier.behaviour;

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
import org.junit.jupiter.api.Test;

/** A trial from its copies to its end. */
class TrialTests extends SandboxedTrial {

    @Test
    void aCanaryThatPassesIsPromoted() {
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
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 50L, 0L);
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
    void harmAtTheFirstStepTakesTheTrafficBack() {
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
    void harmDuringThePromotionGivesTheWorkloadItsVersionBack() {
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
    void aPromotionThatDoesNotBecomeHealthyIsTakenBack() {
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
    void harmAtALaterStepTakesTheTrafficBack() {
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
    void theTrafficIsGoneWithinASecondOfTheVerdict() {
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
    void theTrafficIsGoneWithinASecondThoughSlowCallsHaveEveryPlace() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);
        Planned other = Planned.of("production/other", "slow");
        for (int number = 0; number < 2 * 32; number++) {
            other.create(Yaml.configMap("slow-" + number, "1"));
            other.create("{apiVersion: v1, kind: ServiceAccount, metadata: {name: slow-%d}}".formatted(number));
        }
        for (String resource : List.of("configmaps", "serviceaccounts")) {
            trial.world
                    .sandbox
                    .faults()
                    .inject(new RequestMatch("apply", resource), new Fault.Latency(Duration.ofSeconds(4)));
        }
        trial.world.push(other);
        trial.world.await().until(() -> trial.world.sandbox.faults().hits() >= 2 * 32);

        // When
        Instant verdict = Instant.now();
        trial.answer(gate, Verdict.FAIL);
        trial.world.await().until(() -> trial.weights().getOrDefault("checkout-canary", 0L) == 0);

        // Then
        assertThat(Duration.between(verdict, Instant.now())).isLessThan(Duration.ofSeconds(1));
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    }

    @Test
    void whatHappensIsToldInSentences() {
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
    void afterATrialTheRouteIsWhatTheInventorySays() {
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
    void aRouteThatTheCommitChangesTooKeepsTheSharesUntilTheCanaryIsPromoted() {
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
    void whatTheCanaryNeedsIsAppliedBeforeItAndTheRestAtThePromotion() {
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
    void aPlanWithoutATrialStillLeavesAHealthyTrialDigest() {
        // Given
        Planned second = trial.second().ordinary();

        // When
        trial.world.release(second);

        // Then
        assertThat(trial.world.inventory().history().healthyTrials()).containsExactly(TrialDraft.digest());
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void podsOfTheServiceItselfAreTheSplitOfTheReplicasRouter() {
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
