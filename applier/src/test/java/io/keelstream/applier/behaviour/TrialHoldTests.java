package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisIdentity;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStanding;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.CanaryRules.OnInconclusive;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Verdicts that do not let a trial go on, and what is no verdict for it at all. */
class TrialHoldTests extends SandboxedTrial {

    private static final Duration A_MOMENT = Duration.ofMillis(400);

    @Test
    void stepThatTakesLongerThanTheTimeoutIsNoFailure() {
        // Given
        TrialDraft draft = trial.second().weights(10).timeout(3_000);
        Planned second = draft.planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.PASS);

        // When
        trial.world
                .await()
                .during(Duration.ofMillis(3_500))
                .until(() -> trial.world.finished(second).isEmpty());
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void workloadThatIsScaledDuringAPauseKeepsItsSizeAndTheCanaryItsOwn() {
        // Given
        TrialDraft draft = trial.second().weights(10);
        Planned second = draft.planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.PASS);
        trial.decide(Kind.PAUSE, Named.NOTHING);
        trial.awaitGate(0, Need.WATCH);

        // When
        trial.world.patch(TrialWorld.STABLE, Map.of("spec", Map.of("replicas", 4)), "kubectl-scale");
        trial.world.await().until(() -> ready(TrialWorld.STABLE) == 4);

        // Then
        trial.world
                .await()
                .during(Duration.ofSeconds(1))
                .until(() -> ready(TrialWorld.STABLE) == 4 && ready(TrialWorld.CANARY) == 1);
        assertThat(trial.weights()).containsEntry("checkout-canary", 10L);
        trial.decide(Kind.RESUME, Named.NOTHING);
        trial.passAll(draft);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.world.live(TrialWorld.STABLE).spec().get("replicas")).isEqualTo(2L);
    }

    private long ready(String deployment) {
        return trial.world.live(deployment).status().get("readyReplicas") instanceof Long number ? number : 0;
    }

    @Test
    void inconclusiveAnalysisHoldsAndTheCanaryIsWatched() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.INCONCLUSIVE);

        // When
        AnalysisRequest watch = trial.awaitGate(0, Need.WATCH);
        trial.world.await().until(() -> trial.world.state().waitingFor().contains("is on hold"));

        // Then
        assertThat(watch.position().until()).isNull();
        assertThat(trial.weights()).containsEntry("checkout-canary", 10L);
        trial.answer(watch, Verdict.FAIL);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    }

    @Test
    void inconclusiveAnalysisRollsBackWhereConfigured() {
        // Given
        Planned second = trial.second().onInconclusive(OnInconclusive.ROLLBACK).planned();
        trial.world.push(second);

        // When
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.INCONCLUSIVE);

        // Then
        var finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems()).anyMatch(Reason.CANARY_INCONCLUSIVE::is);
        assertThat(trial.world.inventory().history().block()).isNotNull();
    }

    @Test
    void inconclusiveAnalysisPromotesWhereConfigured() {
        // Given
        Planned second = trial.second().onInconclusive(OnInconclusive.PROMOTE).planned();
        trial.world.push(second);

        // When
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.INCONCLUSIVE);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.image()).isEqualTo("shop:2");
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 0L);
    }

    @Test
    void expiredPassIsRequestedAgain() {
        // Given
        TrialDraft draft = trial.second().weights(10);
        Planned second = draft.planned();
        trial.world.push(second);
        AnalysisRequest first = trial.awaitGate(0, Need.PASS);

        // When
        trial.answer(first, Verdict.PASS, Instant.now().minusSeconds(1));
        trial.world.await().until(() -> !first.equals(trial.gate()));

        // Then
        AnalysisRequest again = trial.awaitGate(0, Need.PASS);
        assertThat(again.position().round()).isEqualTo(first.position().round() + 1);
        assertThat(trial.image()).isEqualTo("shop:1");
        trial.answer(again, Verdict.PASS);
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void verdictOnAnotherGateIsIgnored() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);

        // When
        trial.answer(foreign(gate, "0b6a8d1e-6f7c-5a3b-9d2e-4f5061728394"), Verdict.FAIL);

        // Then
        trial.world.await().during(A_MOMENT).until(() -> gate.equals(trial.gate()));
        assertThat(trial.weights()).containsEntry("checkout-canary", 10L);
    }

    @Test
    void lateAndDuplicateVerdictsChangeNothing() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        AnalysisRequest first = trial.awaitGate(0, Need.NO_HARM);
        trial.answer(first, Verdict.NO_HARM);
        AnalysisRequest later = trial.awaitGate(1, Need.PASS);

        // When
        trial.answer(first, Verdict.NO_HARM);
        trial.answer(first, Verdict.FAIL);

        // Then
        trial.world.await().during(A_MOMENT).until(() -> later.equals(trial.gate()));
        assertThat(trial.step()).isInstanceOf(Step.Analysing.class);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 50L);
    }

    @Test
    void noHarmIsNotEnoughForThePromotion() {
        // Given
        Planned second = trial.second().weights(10).planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.PASS);

        // When
        trial.answer(gate, Verdict.NO_HARM);

        // Then
        trial.world.await().during(A_MOMENT).until(() -> gate.equals(trial.gate()));
        assertThat(trial.image()).isEqualTo("shop:1");
    }

    @Test
    void verdictsOfAnEarlierReleaseOfTheSameDigestAreIgnored() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.NO_HARM);
        trial.awaitGate(1, Need.PASS);
        Planned third = new TrialDraft(trial.world, "third").planned();
        trial.world.desire(third);
        trial.world.awaitEnd(second);

        // When
        trial.world.plan(third);

        // Then
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);
        trial.world.await().during(A_MOMENT).until(() -> gate.equals(trial.gate()));
    }

    @Test
    void observedCanaryAdvancesAfterItsSoakWhateverTheVerdict() {
        // Given
        Planned second = trial.second().observing().planned();
        trial.world.push(second);

        // When
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.image()).isEqualTo("shop:2");
        assertThat(trial.world.story())
                .anyMatch(line -> line.contains("verdict FAIL") && line.endsWith("observed only, the soak is over"));
    }

    @Test
    void statusShowsTheProgressOfTheAnalysis() {
        // Given
        Planned second = trial.second().weights(5, 25, 50).planned();
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.NO_HARM);
        AnalysisRequest gate = trial.awaitGate(1, Need.NO_HARM);

        // When
        Instant now = Instant.now();
        AnalysisStanding standing = new AnalysisStanding("soaking", 1.23, 4.6, 400, 120, null);
        trial.world.put(
                Topic.ANALYSIS,
                new Analysis(
                        gate,
                        new Analysis.Times(now, now),
                        null,
                        new Analysis.Look(standing, List.of()),
                        null,
                        null,
                        null));

        // Then
        trial.world
                .await()
                .untilAsserted(() -> assertThat(trial.world.state().waitingFor())
                        .isEqualTo(
                                "canary 25 % (step 2 of 3), evidence of harm 1.2 of 4.6, about 1 s to the next step"));
        assertThat(trial.world.state().target() + "/" + trial.world.state().application())
                .isEqualTo(TARGET);
    }

    private static AnalysisRequest foreign(AnalysisRequest gate, String id) {
        return new AnalysisRequest(
                new AnalysisIdentity(id, gate.trial(), gate.deploymentId(), gate.configDigest()),
                gate.revision(),
                gate.place(),
                gate.position(),
                gate.baseline(),
                gate.canary(),
                gate.analysis());
    }
}
