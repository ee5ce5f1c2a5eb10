package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.HookWorld.awaitRunning;
import static io.keelstream.applier.behaviour.HookWorld.inWave;
import static io.keelstream.applier.behaviour.HookWorld.job;
import static io.keelstream.applier.behaviour.HookWorld.jobs;
import static io.keelstream.applier.behaviour.HookWorld.letEnd;
import static io.keelstream.applier.behaviour.HookWorld.names;
import static io.keelstream.applier.behaviour.HookWorld.rule;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRule;
import io.keelstream.contracts.hook.HookRule.DeletePolicy;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.testing.partition.MortalPartition.Death;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed at every transition of a release with hooks: no hook runs twice, and the end is the same. */
class HookCrashTests {

    private static final HookRule BARRIER = new HookRule(HookPhase.POST_APPLY, 0, List.of(), false, 60_000, true);

    /** What becomes of the last hook, whether it deletes itself at once, and how the release ends. */
    private record Script(String last, String more, Outcome outcome) {}

    @TestFactory
    @Passes({Step.Hooking.class, Step.Applying.class, Step.Finished.class})
    Stream<DynamicTest> noHookRunsTwiceWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return everywhere(test, folder, new Script("run", "", Outcome.HEALTHY));
    }

    @TestFactory
    @Passes(value = Step.Hooking.class, from = Step.Applying.class)
    Stream<DynamicTest> failureOfAHookEndsTheSameWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return everywhere(test, folder, new Script("fail", "", Outcome.FAILED));
    }

    @TestFactory
    @Passes(Step.Hooking.class)
    Stream<DynamicTest> timeToLiveOfNoSecondsLosesNothingWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return everywhere(test, folder, new Script("run", "ttlSecondsAfterFinished: 0", Outcome.HEALTHY));
    }

    @TestFactory
    @Passes({Step.Hooking.class, Step.Pruning.class})
    Stream<DynamicTest> hooksOfARemovalRunOnceWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> HookStories.removalEndsOnce(deaths, folder));
    }

    @TestFactory
    @Passes({Step.Hooking.class, Step.Applying.class})
    Stream<DynamicTest> hooksOfARollbackRunOnceWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> {
            try (ApplyingSandbox world = new ApplyingSandbox(folder);
                    var watch = JobCount.of(world)) {
                Planned first = Planned.of(TARGET, "first").create(configMap("a", "1"));
                world.release(first);
                Planned second =
                        Planned.of(TARGET, "second").update(configMap("a", "2"), world.uid("ConfigMap/shop/a"));
                world.release(second);
                deaths.begin(world);
                Planned again = Planned.of(TARGET, "first")
                        .hook(HookPhase.PRE_APPLY, job("before", "run"))
                        .update(configMap("a", "1"), world.uid("ConfigMap/shop/a"))
                        .hook(HookPhase.POST_APPLY, job("after", "run"));

                world.plan(second.rollingBackTo(again));
                deaths.await(world, () -> world.finished(first).size() == 2);

                assertThat(world.finished(first).getLast().outcome()).isEqualTo(Outcome.HEALTHY);
                assertThat(world.finished(first).getLast().deployment().trigger())
                        .isEqualTo(Trigger.ROLLBACK);
                watch.assertThatEachHookRanOnce("before", "after");
                assertThat(world.live("ConfigMap/shop/a").at("data", "value")).isEqualTo("1");
                assertThat(world.inventory().appliedBundle()).isEqualTo(first.bundleDigest());
            }
        });
    }

    @TestFactory
    @Passes(Step.Hooking.class)
    Stream<DynamicTest> objectsOfOtherKindsGoWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> {
            try (ApplyingSandbox world = new ApplyingSandbox(folder);
                    var watch = JobCount.of(world)) {
                deaths.begin(world);
                Planned planned = Planned.of(TARGET, "first")
                        .hook(
                                rule(HookPhase.PRE_APPLY, false, 60_000, DeletePolicy.SUCCEEDED),
                                configMap("migrations", "1"))
                        .hook(HookPhase.PRE_APPLY, job("migrate", "run"));

                world.push(planned);
                deaths.await(world, () -> !world.finished(planned).isEmpty());

                assertThat(world.finished(planned))
                        .singleElement()
                        .satisfies(finished -> assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY));
                watch.assertThatEachHookRanOnce("migrate");
                assertThat(world.exists("ConfigMap/shop/migrations")).isFalse();
            }
        });
    }

    @TestFactory
    @Passes({Step.Hooking.class, Step.Applying.class})
    Stream<DynamicTest> hooksOfWavesRunOnceWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> {
            try (ApplyingSandbox world = new ApplyingSandbox(folder);
                    var watch = JobCount.of(world)) {
                deaths.begin(world);
                Planned planned = Planned.of(TARGET, "first")
                        .create(configMap("a", "1"))
                        .hook(inWave(-1, DeletePolicy.SUCCEEDED), configMap("scripts", "1"))
                        .hook(inWave(0), job("seed", "run"))
                        .hook(inWave(0), job("index", "run"));

                world.push(planned);
                deaths.await(world, () -> !world.finished(planned).isEmpty());

                assertThat(world.finished(planned))
                        .singleElement()
                        .satisfies(finished -> assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY));
                watch.assertThatEachHookRanOnce("seed", "index");
                assertThat(world.exists("ConfigMap/shop/scripts")).isFalse();
                assertThat(world.inventory().appliedBundle()).isEqualTo(planned.bundleDigest());
            }
        });
    }

    private static Stream<DynamicTest> everywhere(TestInfo test, Path folder, Script script) {
        return Deaths.everywhere(test, deaths -> run(folder, deaths, script));
    }

    private static void run(Path folder, Deaths deaths, Script script) {
        try (ApplyingSandbox world = new ApplyingSandbox(folder)) {
            try (var watch = JobCount.of(world)) {
                deaths.begin(world);
                Planned planned = Planned.of(TARGET, "first")
                        .create(configMap("a", "1"))
                        .hook(HookPhase.PRE_APPLY, job("migrate", "run", script.more()))
                        .hook(HookPhase.PRE_APPLY, job("seed", "run", script.more()))
                        .hook(BARRIER, job("smoke", script.last(), script.more()));

                world.push(planned);
                deaths.await(world, () -> !world.finished(planned).isEmpty());

                assertThat(world.finished(planned))
                        .singleElement()
                        .satisfies(finished -> assertThat(finished.outcome()).isEqualTo(script.outcome()));
                assertThat(world.exists("ConfigMap/shop/a")).isTrue();
                watch.assertThatEachHookRanOnce("migrate", "seed", "smoke");
                if (script.more().isEmpty()) {
                    assertThat(names(world)).containsExactlyInAnyOrder("migrate", "seed", "smoke");
                } else {
                    world.await().until(() -> jobs(world).isEmpty());
                }
                assertThat(jobs(world))
                        .allMatch(job ->
                                Manifest.list(job.metadata().get("finalizers")).isEmpty());
                assertThat(Objects.requireNonNull(world.inventory().history().hooks())
                                .done())
                        .hasSize(script.outcome() == Outcome.HEALTHY ? 3 : 2);
                assertThat(Objects.requireNonNull(world.inventory().history().back())
                                .barrier())
                        .isNotNull();
            }
        }
    }

    @Test
    void processThatIsKilledBetweenTheCreationAndItsRecordFindsTheHook(@TempDir Path folder) {
        try (ApplyingSandbox world = new ApplyingSandbox(folder)) {
            // Given
            Planned planned = Planned.of(TARGET, "first").hook(HookPhase.PRE_APPLY, job("migrate", "stuck"));
            world.fate(facts -> facts.stream()
                            .anyMatch(fact -> fact.payload() instanceof Execution at
                                    && at.step() instanceof Step.Hooking(var run, var _, var _)
                                    && run.uid() != null)
                    ? Death.BEFORE_THE_COMMIT
                    : Death.NOT_YET);
            world.push(planned);
            world.await().until(world::dead);
            Manifest created = jobs(world).getFirst();

            // When
            world.fate(facts -> Death.NOT_YET);
            awaitRunning(world, HookPhase.PRE_APPLY, 0);
            letEnd(world, "migrate");

            // Then
            assertThat(world.awaitEnd(planned).outcome()).isEqualTo(Outcome.HEALTHY);
            assertThat(jobs(world)).extracting(Manifest::uid).containsExactly(created.uid());
        }
    }

    @Test
    void earlierObjectOfAnotherKindGivesWayThoughTheProcessDiedBeforeTheCreation(@TempDir Path folder) {
        try (ApplyingSandbox world = new ApplyingSandbox(folder)) {
            // Given
            world.release(Planned.of(TARGET, "first").hook(HookPhase.PRE_APPLY, configMap("migrations", "1")));
            Planned second = Planned.of(TARGET, "second").hook(HookPhase.PRE_APPLY, configMap("migrations", "2"));
            world.fate(facts -> facts.stream()
                            .anyMatch(fact -> fact.payload() instanceof Execution at
                                    && at.step() instanceof Step.Hooking(var run, var _, var _)
                                    && run.uid() == null)
                    ? Death.AFTER_THE_COMMIT
                    : Death.NOT_YET);
            world.push(second);
            world.await().until(world::dead);

            // When
            world.fate(facts -> Death.NOT_YET);

            // Then
            DeploymentFinished finished = world.awaitEnd(second);
            assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
            assertThat(world.live("ConfigMap/shop/migrations").at("data", "value"))
                    .isEqualTo("2");
        }
    }

    @Test
    void hookThatEndsWhileNoProcessRunsIsSeen(@TempDir Path folder) {
        try (ApplyingSandbox world = new ApplyingSandbox(folder)) {
            // Given
            Planned planned = Planned.of(TARGET, "first")
                    .hook(HookPhase.PRE_APPLY, job("migrate", "stuck", "ttlSecondsAfterFinished: 0"));
            world.push(planned);
            awaitRunning(world, HookPhase.PRE_APPLY, 0);

            // When
            world.kill();
            letEnd(world, "migrate");
            world.await().until(() -> jobs(world).getFirst().terminating());
            world.start();

            // Then
            assertThat(world.awaitEnd(planned).outcome()).isEqualTo(Outcome.HEALTHY);
        }
    }

    @Test
    void newerCommitWaitsForAHookAcrossADeath(@TempDir Path folder) {
        try (ApplyingSandbox world = new ApplyingSandbox(folder)) {
            // Given
            Planned first = Planned.of(TARGET, "first").hook(HookPhase.PRE_APPLY, job("migrate", "stuck"));
            world.push(first);
            awaitRunning(world, HookPhase.PRE_APPLY, 0);

            // When
            world.kill();
            world.start();
            world.desire(Planned.of(TARGET, "second").create(configMap("a", "2")));
            world.restart();

            // Then
            assertThat(jobs(world)).singleElement().matches(job -> !job.terminating());
            assertThat(world.finished(first)).isEmpty();
            letEnd(world, "migrate");
            assertThat(world.awaitEnd(first).outcome()).isEqualTo(Outcome.SUPERSEDED);
        }
    }
}
