package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.problem.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens after a promotion, while the new version is watched. */
class TrialBakeTests extends SandboxedTrial {

    private static final long LONG = 600_000;

    @Test
    void promotedVersionIsWatchedByItsObjectivesAlone() {
        // Given
        TrialDraft draft = trial.second().baked(LONG);
        trial.world.push(draft.planned());

        // When
        trial.passAll(draft);

        // Then
        AnalysisRequest gate = baking();
        assertThat(gate.position().need()).isEqualTo(Need.WATCH);
        assertThat(gate.canary().pods()).isEqualTo("checkout-[a-z0-9]{1,10}-[a-z0-9]{5}");
        assertThat(gate.canary().service()).isEqualTo("checkout");
        assertThat(gate.baseline()).isEqualTo(gate.canary());
        assertThat(gate.analysis())
                .isEqualTo(Map.of(
                        "source",
                        "prometheus",
                        "metrics",
                        List.of(Map.of("name", "success", "kind", "slo", "objective", 0.99))));
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.world.story()).contains("watching the promoted version for 10 min");
    }

    @Test
    void promotedVersionThatMissesNoObjectiveStays() {
        // Given
        TrialDraft draft = trial.second().baked(500);
        Planned second = draft.planned();
        trial.world.push(second);

        // When
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.world.story()).contains("watching the promoted version for 1 s");
        assertThat(trial.image()).isEqualTo("shop:2");
        assertThat(trial.gate()).isNull();
    }

    @Test
    void promotedVersionThatMissesAnObjectiveIsRolledBack() {
        // Given
        TrialDraft draft = trial.second().baked(LONG).changingTheRoute("shop.example.com");
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        AnalysisRequest gate = baking();

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        var finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.problems())
                .anyMatch(each -> Reason.CANARY_HARM.is(each)
                        && each.message().startsWith("the new version failed after its promotion: "));
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.world.live(TrialWorld.ROUTE).at("spec", "hostnames")).isNull();
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 50L, 10L, 0L);
        assertThat(trial.world.recorded(TrialWorld.STABLE).dirty()).isTrue();
        assertThat(trial.world.inventory().history().block().trialDigest()).isEqualTo(TrialDraft.digest());
        assertThat(trial.gate()).isNull();
    }

    @Test
    void abortTakesThePromotedVersionBack() {
        // Given
        TrialDraft draft = trial.second().baked(LONG);
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        baking();

        // When
        var paused = trial.decide(Kind.PAUSE, Named.NOTHING);
        assertThat(trial.awaitAnswer(paused).outcome()).isEqualTo(DecisionAnswer.Outcome.HONOURED);
        trial.decide(Kind.ABORT, new Named(null, trial.deployment(), null, null));

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.image()).isEqualTo("shop:1");
    }

    @Test
    void newerCommitEndsTheWatchAndKeepsThePromotedVersion() {
        // Given
        TrialDraft draft = trial.second().baked(LONG);
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        baking();

        // When
        trial.world.push(Planned.of(ApplyingSandbox.TARGET, "third").create(Yaml.configMap("third", "1")));

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(trial.image()).isEqualTo("shop:2");
        assertThat(trial.gate()).isNull();
        assertThat(trial.world.inventory().history().block()).isNull();
    }

    @Test
    void anotherProcessGoesOnWatching() {
        // Given
        TrialDraft draft = trial.second().baked(LONG);
        Planned second = draft.planned();
        trial.world.push(second);
        trial.passAll(draft);
        AnalysisRequest gate = baking();

        // When
        trial.world.restart();
        trial.answer(gate, Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(trial.image()).isEqualTo("shop:1");
    }

    /** The gate of the version that was promoted. */
    private AnalysisRequest baking() {
        trial.awaitStep(Step.Baking.class);
        AnalysisRequest gate = trial.gate();
        if (gate == null) {
            throw new AssertionError("nobody watches");
        }
        return gate;
    }
}
