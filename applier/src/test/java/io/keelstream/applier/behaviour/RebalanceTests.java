package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.HookWorld.awaitRunning;
import static io.keelstream.applier.behaviour.HookWorld.job;
import static io.keelstream.applier.behaviour.HookWorld.letEnd;
import static io.keelstream.applier.behaviour.TrialScript.Decider.NOBODY;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Another process gets the partition in the middle of a release, while the one that had it lives on: it writes nothing more. */
class RebalanceTests {

    @TestFactory
    @Passes(
            value = {Step.Hooking.class, Step.Applying.class, Step.Finished.class},
            then = Passes.Then.REBALANCE)
    Stream<DynamicTest> releaseEndsOnceWhereverThePartitionGoes(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> {
            try (ApplyingSandbox world = new ApplyingSandbox(folder);
                    var watch = JobCount.of(world)) {
                Planned first = HookStories.twoWaves();
                deaths.begin(world);
                world.push(first);
                deaths.await(world, () -> !world.finished(first).isEmpty());

                assertThat(world.finished(first))
                        .singleElement()
                        .satisfies(finished -> assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY));
                watch.assertThatEachHookRanOnce("migrate", "seed", "smoke");
            }
        });
    }

    @TestFactory
    @Passes(
            value = {Step.Pruning.class, Step.Hooking.class},
            from = Step.Pruning.class,
            then = Passes.Then.REBALANCE)
    Stream<DynamicTest> removalEndsOnceWhereverThePartitionGoes(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> HookStories.removalEndsOnce(deaths, folder));
    }

    @TestFactory
    @Passes(
            value = {
                Step.Preparing.class,
                Step.Shifting.class,
                Step.Analysing.class,
                Step.Applying.class,
                Step.Withdrawing.class,
                Step.Baking.class,
                Step.Restoring.class
            },
            then = Passes.Then.REBALANCE)
    Stream<DynamicTest> trialEndsOnceAtWhateverStepThePartitionGoes(TestInfo test, @TempDir Path folder) {
        TrialScript script = TrialScript.of(TrialScript::harmfulWhileWatched, NOBODY);
        return Deaths.atEachKind(test, deaths -> {
            try (TrialStory story = new TrialStory(folder, script.watched())) {
                story.begin(deaths);
                deaths.await(story.trial.world, story::ended);
                story.assertEnded(Outcome.ROLLED_BACK);
            }
        });
    }

    @Test
    void hookThatOneProcessBeganEndsForTheOther(@TempDir Path folder) {
        try (ApplyingSandbox world = new ApplyingSandbox(folder);
                var watch = JobCount.of(world)) {
            // Given
            Planned first = Planned.of(TARGET, "first")
                    .hook(HookPhase.PRE_APPLY, job("migrate", "stuck"))
                    .create(configMap("a", "1"));
            world.push(first);
            awaitRunning(world, HookPhase.PRE_APPLY, 0);

            // When
            world.rebalance();
            letEnd(world, "migrate");

            // Then
            assertThat(world.awaitEnd(first).outcome()).isEqualTo(Outcome.HEALTHY);
            watch.assertThatEachHookRanOnce("migrate");
            Remains.check(world);
        }
    }

    @Test
    void processThatLostThePartitionInTheMiddleOfItsWritesWritesNothingOfAnOlderCommit(@TempDir Path folder) {
        try (ApplyingSandbox world = new ApplyingSandbox(folder)) {
            // Given
            Planned many = Planned.of(TARGET, "many").create(configMap("a", "1"));
            for (int i = 0; i < 20; i++) {
                many.create(configMap("chain-" + i, "1"))
                        .after(i == 0 ? "ConfigMap/shop/a" : "ConfigMap/shop/chain-" + (i - 1));
            }
            world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.Latency(Duration.ofMillis(100)));
            world.push(many);
            world.await().until(() -> world.exists("ConfigMap/shop/chain-1"));

            // When
            world.rebalance();
            NewerCommit newer = new NewerCommit(List.of(configMap("a", "2")));
            world.put(Topic.DESIRED, newer.desired());

            // Then
            assertThat(world.awaitEnd(many).outcome())
                    .as("%s", world.finished(many).getLast().problems())
                    .isEqualTo(Outcome.SUPERSEDED);
            // A call that was on its way may land late, and nothing after it.
            world.await().during(Duration.ofMillis(300)).until(() -> !world.exists("ConfigMap/shop/chain-19"));
            newer.release(world);
        }
    }
}
