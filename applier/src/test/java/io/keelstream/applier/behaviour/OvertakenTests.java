package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.TrialScript.Decider.NOBODY;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.execution.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process dies at any transition, or another one gets its partition while it lives on, and a newer commit comes before another one starts:
 * that commit is live in the end.
 */
class OvertakenTests {

    private static final String A = "ConfigMap/shop/a";

    private static final TrialScript HESITANT =
            TrialScript.of(TrialScript::hesitating, TrialScript::hesitant).watched();

    @TestFactory
    @Passes(
            value = {Step.Applying.class, Step.Pruning.class, Step.Finished.class},
            then = Passes.Then.NEWER_COMMIT)
    Stream<DynamicTest> releaseGivesWayWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> releaseGivesWay(deaths, folder));
    }

    @TestFactory
    @Passes(
            value = {Step.Applying.class, Step.Pruning.class, Step.Finished.class},
            then = {Passes.Then.NEWER_COMMIT, Passes.Then.REBALANCE})
    Stream<DynamicTest> releaseGivesWayWhereverThePartitionGoes(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> releaseGivesWay(deaths, folder));
    }

    @TestFactory
    @Passes(value = Step.Hooking.class, then = Passes.Then.NEWER_COMMIT)
    Stream<DynamicTest> hooksRunOnceWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> hooksRunOnce(deaths, folder));
    }

    @TestFactory
    @Passes(
            value = Step.Hooking.class,
            then = {Passes.Then.NEWER_COMMIT, Passes.Then.REBALANCE})
    Stream<DynamicTest> hooksRunOnceWhereverThePartitionGoes(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> hooksRunOnce(deaths, folder));
    }

    @TestFactory
    @Passes(
            value = {Step.Hooking.class, Step.Pruning.class},
            then = Passes.Then.NEWER_COMMIT)
    Stream<DynamicTest> targetThatIsRemovedComesBackWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> {
            try (ApplyingSandbox world = new ApplyingSandbox(folder);
                    var watch = JobCount.of(world)) {
                Planned removal = HookStories.removal(world);
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
            then = Passes.Then.NEWER_COMMIT)
    Stream<DynamicTest> trialGivesWayWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> trialGivesWay(deaths, folder, HESITANT));
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
            then = {Passes.Then.NEWER_COMMIT, Passes.Then.REBALANCE})
    Stream<DynamicTest> trialGivesWayAtWhateverStepThePartitionGoes(TestInfo test, @TempDir Path folder) {
        return Deaths.atEachKind(test, deaths -> trialGivesWay(deaths, folder, HESITANT));
    }

    @TestFactory
    @Passes(value = Step.Restoring.class, from = Step.Restoring.class, then = Passes.Then.NEWER_COMMIT)
    Stream<DynamicTest> wayBackGivesWayWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        TrialScript script =
                TrialScript.of(TrialScript::harmfulWhenPromoted, NOBODY).stuckWhenPromoted();
        return Deaths.everywhere(test, deaths -> trialGivesWay(deaths, folder, script));
    }

    private static void releaseGivesWay(Deaths deaths, Path folder) {
        try (ApplyingSandbox world = new ApplyingSandbox(folder)) {
            world.release(
                    Planned.of(TARGET, "first").create(configMap("a", "1")).create(configMap("old", "1")));
            Planned second = Planned.of(TARGET, "second")
                    .create(deployment("web", "web:1"))
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
    }

    private static void hooksRunOnce(Deaths deaths, Path folder) {
        try (ApplyingSandbox world = new ApplyingSandbox(folder);
                var watch = JobCount.of(world)) {
            Planned first = HookStories.twoWaves();
            deaths.begin(world);
            world.push(first);

            deaths.overtaken(
                    world,
                    List.of(configMap("a", "2")),
                    () -> !world.finished(first).isEmpty());
            watch.assertThatNoHookRanTwice();
        }
    }

    /** Each decision gets one answer, also where a newer commit came. */
    private static void trialGivesWay(Deaths deaths, Path folder, TrialScript script) {
        try (TrialStory story = new TrialStory(folder, script)) {
            TrialWorld trial = story.trial;
            story.begin(deaths);
            deaths.overtaken(
                    trial.world,
                    List.of(
                            TrialDraft.deployment("checkout", "shop:3", "run", 2),
                            TrialDraft.service("checkout"),
                            TrialDraft.ROUTE_YAML),
                    story::ended,
                    story::endPause);
            assertThat(trial.copies()).isEmpty();
            assertThat(trial.gate()).isNull();
            assertThat(trial.weights().getOrDefault("checkout-canary", 0L)).isZero();
            story.assertEachDecisionHasOneAnswer();
        }
    }
}
