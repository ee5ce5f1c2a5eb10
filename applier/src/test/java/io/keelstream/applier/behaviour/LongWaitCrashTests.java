package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.testing.partition.MortalPartition.Death;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release that waits long records where it waits: the process dies then. Stories are told side by side, since each of them waits
 * long before that.
 */
class LongWaitCrashTests {

    private static final String WEB = "Deployment.apps/shop/web";

    @TempDir
    private Path folder;

    /** How a story goes on after the death. */
    private interface Ending {
        void tell(ApplyingSandbox world, Deaths deaths, Planned planned);
    }

    @Test
    @Passes(
            value = {Step.Waiting.class, Step.Settling.class},
            then = {Passes.Then.RESTART, Passes.Then.REBALANCE})
    void releaseThatWaitsLongEndsTheSame() throws Exception {
        everywhere(
                (world, deaths, planned) -> {
                    deaths.replace(world);
                    world.unstick("web");
                    deaths.await(world, () -> !world.finished(planned).isEmpty());
                    assertThat(world.finished(planned))
                            .singleElement()
                            .satisfies(
                                    finished -> assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY));
                },
                false,
                true);
    }

    @Test
    @Passes(
            value = {Step.Waiting.class, Step.Settling.class},
            then = Passes.Then.NEWER_COMMIT)
    void releaseThatWaitsLongGivesWay() throws Exception {
        everywhere(
                (world, deaths, planned) ->
                        deaths.overtaken(world, List.of(deployment("web", "web:3"), configMap("a", "3")), () -> false),
                false);
    }

    private void everywhere(Ending ending, Boolean... rebalances) throws Exception {
        List<Callable<Void>> stories = Stream.of(rebalances)
                .flatMap(rebalance -> Stream.of(Death.BEFORE_THE_COMMIT, Death.AFTER_THE_COMMIT)
                        .flatMap(death -> Stream.of(Step.Waiting.class, Step.Settling.class)
                                .map(kind -> story(kind, Deaths.at(kind, death, rebalance), ending))))
                .toList();
        try (ExecutorService tellers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> story : tellers.invokeAll(stories)) {
                story.get();
            }
        }
    }

    private Callable<Void> story(Class<? extends Step> kind, Deaths deaths, Ending ending) {
        return () -> {
            try (ApplyingSandbox world = new ApplyingSandbox(own())) {
                Planned planned = kind == Step.Waiting.class ? waiting(world, deaths) : settling(world, deaths);
                world.await().until(world::dead);
                ending.tell(world, deaths, planned);
            }
            return null;
        };
    }

    private Path own() throws IOException {
        return Files.createTempDirectory(folder, "world");
    }

    private static Planned waiting(ApplyingSandbox world, Deaths deaths) {
        deaths.begin(world);
        Planned first = Planned.of(TARGET, "first").create(deployment("web", "web:1", "stuck"));
        world.push(first);
        return first;
    }

    /** What is settled is the roll-out of a commit that was superseded. */
    private static Planned settling(ApplyingSandbox world, Deaths deaths) {
        world.release(
                Planned.of(TARGET, "first").create(deployment("web", "web:1")).create(configMap("a", "1")));
        Planned second = Planned.of(TARGET, "second").update(deployment("web", "web:2", "stuck"), world.uid(WEB));
        world.push(second);
        world.await().until(() -> Long.valueOf(2).equals(world.live(WEB).at("status", "observedGeneration")));
        Planned third = Planned.of(TARGET, "third").update(configMap("a", "2"), world.uid("ConfigMap/shop/a"));
        world.desire(third);
        world.awaitEnd(second);
        deaths.begin(world);
        world.plan(third);
        return third;
    }
}
