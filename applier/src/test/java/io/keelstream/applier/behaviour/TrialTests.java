package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.problem.Reason;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial from its copies to its end. */
class TrialTests {

    @TempDir
    private Path folder;

    private TrialWorld trial;

    @BeforeEach
    void start() {
        trial = new TrialWorld(folder);
    }

    @AfterEach
    void stop() {
        trial.close();
    }

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
        assertThat(finished.problems()).anyMatch(Reason.CANARY_FAILED::is);
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.gate()).isNull();
        assertThat(trial.world.inventory().appliedBundle()).isEqualTo(before);
        assertThat(trial.world.inventory().history().block().trialDigest()).isEqualTo(TrialDraft.digest());
    }
}
