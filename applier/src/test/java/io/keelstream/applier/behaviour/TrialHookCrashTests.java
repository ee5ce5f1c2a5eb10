package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.HookWorld.job;
import static io.keelstream.applier.behaviour.HookWorld.names;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.hook.HookPhase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed at every transition of a trial with hooks. */
class TrialHookCrashTests {

    /**
     * What becomes of the load and of the check beside the canary, and how the release ends.
     *
     * @param left the hooks whose objects are left
     */
    private record Script(String load, String check, Outcome outcome, List<String> left) {

        /** The hook of the promotion runs with one alone. */
        String[] ran() {
            return outcome == Outcome.HEALTHY ? new String[] {"load", "check", "seed"} : new String[] {"load", "check"};
        }
    }

    @TestFactory
    @Passes({Step.Hooking.class, Step.Analysing.class})
    Stream<DynamicTest> hooksBesideATrialRunOnceAndEndWithItWhereverTheProcessDies(
            TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(
                test,
                deaths ->
                        beside(folder, deaths, new Script("stuck", "run", Outcome.HEALTHY, List.of("check", "seed"))));
    }

    @TestFactory
    @Passes(
            value = {Step.Hooking.class, Step.Withdrawing.class},
            from = Step.Withdrawing.class)
    Stream<DynamicTest> checkThatFailsEndsTheTrialTheSameWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(
                test,
                deaths -> beside(folder, deaths, new Script("stuck", "fail", Outcome.ROLLED_BACK, List.of("check"))));
    }

    @TestFactory
    @Passes({Step.Preparing.class, Step.Hooking.class, Step.Withdrawing.class})
    Stream<DynamicTest> canaryThatFailsItsHooksGoesWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> run(folder, deaths));
    }

    private static void beside(Path folder, Deaths deaths, Script script) {
        try (TrialWorld trial = new TrialWorld(folder);
                JobCount count = JobCount.of(trial.world)) {
            TrialDraft draft = trial.second().weights(10);
            Planned second = draft.planned()
                    .hook(HookPhase.CANARY_LOAD, job("load", script.load()))
                    .hook(HookPhase.CANARY_CHECK, job("check", script.check()))
                    .hook(HookWorld.inWave(0), job("seed", "run"));
            deaths.begin(trial.world);
            trial.world.push(second);
            deaths.await(trial.world, () -> {
                AnalysisRequest gate = trial.gate();
                if (script.outcome() == Outcome.HEALTHY
                        && gate != null
                        && gate.position().need() == Need.PASS) {
                    trial.answer(gate, Verdict.PASS);
                }
                return !trial.world.finished(second).isEmpty();
            });

            assertThat(trial.world.finished(second))
                    .singleElement()
                    .satisfies(finished -> assertThat(finished.outcome()).isEqualTo(script.outcome()));
            assertThat(trial.copies()).isEmpty();
            count.assertThatEachHookRanOnce(script.ran());
            trial.world.await().until(() -> names(trial.world).equals(script.left()));
        }
    }

    private static void run(Path folder, Deaths deaths) {
        try (TrialWorld trial = new TrialWorld(folder)) {
            Planned second = trial.second()
                    .planned()
                    .hook(HookPhase.CANARY, job("smoke", "fail"))
                    .hook(HookPhase.ON_FAILURE, job("alarm", "run"));
            deaths.begin(trial.world);
            trial.world.push(second);
            deaths.await(trial.world, () -> !trial.world.finished(second).isEmpty());

            assertThat(trial.world.finished(second))
                    .singleElement()
                    .satisfies(finished -> assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK));
            assertThat(trial.copies()).isEmpty();
            assertThat(names(trial.world)).isEqualTo(List.of("alarm", "smoke"));
        }
    }
}
