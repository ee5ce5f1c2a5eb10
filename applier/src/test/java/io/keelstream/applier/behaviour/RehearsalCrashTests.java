package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.plan.Plan.Trigger;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed at every transition of a rehearsal: it begins once, ends once, and promotes nothing. */
class RehearsalCrashTests {

    @TestFactory
    @Passes({Step.Preparing.class, Step.Shifting.class, Step.Analysing.class, Step.Withdrawing.class})
    Stream<DynamicTest> rehearsalEndsTheSameWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> run(folder, deaths, Verdict.PASS));
    }

    @TestFactory
    @Passes(value = Step.Withdrawing.class, from = Step.Withdrawing.class)
    Stream<DynamicTest> rehearsalThatFailsEndsTheSameWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> run(folder, deaths, Verdict.FAIL));
    }

    private static void run(Path folder, Deaths deaths, Verdict last) {
        try (TrialWorld trial = new TrialWorld(folder)) {
            deaths.begin(trial.world);
            Set<String> answered = new HashSet<>();
            trial.world.plan(trial.first().weights(10, 30).rehearsal());
            deaths.await(trial.world, () -> {
                answer(trial, last, answered);
                return !trial.rehearsed().isEmpty();
            });
            ended(trial, last);
        }
    }

    private static void answer(TrialWorld trial, Verdict last, Set<String> answered) {
        AnalysisRequest gate = trial.gate();
        boolean asks = gate != null && gate.position().need() != Need.WATCH;
        if (gate != null && asks && answered.add(gate.analysisId())) {
            trial.answer(gate, gate.position().need() == Need.PASS ? last : Verdict.NO_HARM);
        }
    }

    private static void ended(TrialWorld trial, Verdict last) {
        assertThat(trial.rehearsed()).singleElement().satisfies(finished -> {
            assertThat(finished.outcome()).isEqualTo(Outcome.REHEARSED);
            assertThat(finished.problems()).hasSize(last == Verdict.FAIL ? 1 : 0);
        });
        List<DeploymentStarted> started = trial.world
                .events(DeploymentStarted.class)
                .filter(event -> event.deployment().trigger() == Trigger.REHEARSAL)
                .toList();
        assertThat(started).hasSize(1);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 30L, 0L);
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.gate()).isNull();
        assertThat(trial.image()).isEqualTo("shop:1");
        assertThat(trial.world.inventory().release()).isNull();
        assertThat(trial.world.inventory().history().block()).isNull();
        assertThat(trial.world.inventory().appliedBundle()).isNotNull();
    }
}
