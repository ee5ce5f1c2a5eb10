package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.HookWorld.job;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.applier.behaviour.TrialCrashTests.Analyzer;
import io.keelstream.applier.behaviour.TrialCrashTests.Decider;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.hook.HookPhase;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The process dies at any transition, and a newer commit comes before another one starts: that commit is live in the end. */
class OvertakenTests {

    private static final String A = "ConfigMap/shop/a";

    /**
     * What happens in a trial.
     *
     * @param promoted what becomes of the version's pods once it is promoted
     * @param bake how long it is watched then; milliseconds
     */
    private record Script(String promoted, long bake, Analyzer analyzer, Decider decider) {}

    @TestFactory
    @Passes(
            value = {Step.Applying.class, Step.Pruning.class, Step.Finished.class},
            newer = true)
    Stream<DynamicTest> releaseGivesWayWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> {
            try (ApplyingSandbox world = new ApplyingSandbox(folder)) {
                world.release(
                        Planned.of(TARGET, "first").create(configMap("a", "1")).create(configMap("old", "1")));
                Planned second = Planned.of(TARGET, "second")
                        .create(deployment("web", "web:1", "run, keelstream.io/pretend-delay: 20ms"))
                        .wave(1)
                        .update(configMap("a", "2"), world.uid(A))
                        .wave(2)
                        .create(configMap("c", "2"))
                        .wave(3)
                        .create(configMap("d", "2"))
                        .prune("ConfigMap/shop/old", world.uid("ConfigMap/shop/old"));
                deaths.begin(world);
                world.push(second);

                deaths.overtaken(
                        world,
                        List.of(configMap("a", "3"), configMap("b", "3")),
                        () -> !world.finished(second).isEmpty());
            }
        });
    }

    @TestFactory
    @Passes(value = Step.Hooking.class, newer = true)
    Stream<DynamicTest> hooksRunOnceWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> {
            try (ApplyingSandbox world = new ApplyingSandbox(folder);
                    var watch = JobCount.of(world)) {
                Planned first = Planned.of(TARGET, "first")
                        .hook(HookPhase.PRE_APPLY, job("migrate", "run"))
                        .create(configMap("a", "1"))
                        .hook(HookPhase.POST_APPLY, job("smoke", "run"));
                deaths.begin(world);
                world.push(first);

                deaths.overtaken(
                        world,
                        List.of(configMap("a", "2")),
                        () -> !world.finished(first).isEmpty());
                watch.assertThatNoHookRanTwice();
            }
        });
    }

    @TestFactory
    @Passes(
            value = {Step.Hooking.class, Step.Pruning.class},
            newer = true)
    Stream<DynamicTest> targetThatIsRemovedComesBackWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> {
            try (ApplyingSandbox world = new ApplyingSandbox(folder);
                    var watch = JobCount.of(world)) {
                world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
                Planned removal = Planned.of(TARGET, "second")
                        .prune(A, world.uid(A))
                        .hook(HookPhase.PRE_APPLY, job("backup", "run"))
                        .hook(HookPhase.POST_APPLY, job("clean", "run"))
                        .removed();
                deaths.begin(world);
                world.push(removal);

                deaths.overtaken(
                        world,
                        List.of(configMap("a", "2")),
                        () -> !world.finished(removal).isEmpty());
                watch.assertThatNoHookRanTwice();
            }
        });
    }

    @TestFactory
    @Passes(
            value = {
                Step.Preparing.class,
                Step.Shifting.class,
                Step.Analysing.class,
                Step.Applying.class,
                Step.Withdrawing.class,
                Step.Baking.class
            },
            newer = true)
    Stream<DynamicTest> trialGivesWayWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(
                test,
                deaths -> trial(
                        folder,
                        deaths,
                        new Script("run", 600_000, OvertakenTests::hesitating, TrialCrashTests::hesitant)));
    }

    /** Leaves the first step to people, and finds harm once the version is promoted. */
    private static @Nullable Verdict hesitating(AnalysisRequest gate, Step step) {
        return gate.position().step() == 0 && !(step instanceof Step.Baking)
                ? null
                : TrialCrashTests.harmfulWhileWatched(gate, step);
    }

    @TestFactory
    @Passes(value = Step.Restoring.class, newer = true)
    Stream<DynamicTest> wayBackGivesWayWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(
                test,
                deaths -> trial(
                        folder, deaths, new Script("stuck", 0, TrialCrashTests::harmfulWhenPromoted, Decider.NOBODY)));
    }

    /** Each decision gets one answer, also where a newer commit came. */
    private static void trial(Path folder, Deaths deaths, Script script) {
        try (TrialWorld trial = new TrialWorld(folder)) {
            Planned second = trial.second()
                    .weights(10, 30)
                    .promoted(script.promoted())
                    .baked(script.bake())
                    .planned();
            deaths.begin(trial.world);
            trial.world.push(second);
            Set<String> answered = new HashSet<>();
            Map<Kind, Decision> decided = new EnumMap<>(Kind.class);

            deaths.overtaken(
                    trial.world,
                    List.of(
                            TrialDraft.deployment("checkout", "shop:3", "run", 2),
                            TrialDraft.service("checkout"),
                            TrialDraft.ROUTE_YAML),
                    () -> {
                        TrialCrashTests.decide(trial, script.decider(), decided);
                        TrialCrashTests.answer(trial, script.analyzer(), answered);
                        return !trial.world.finished(second).isEmpty();
                    });
            assertThat(trial.copies()).isEmpty();
            assertThat(trial.gate()).isNull();
            assertThat(trial.weights().getOrDefault("checkout-canary", 0L)).isZero();
            assertThat(decided.values()).allSatisfy(each -> {
                trial.awaitAnswer(each);
                assertThat(trial.answers(each)).hasSize(1);
            });
        }
    }
}
