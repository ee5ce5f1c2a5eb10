package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.HookWorld.job;
import static io.keelstream.applier.behaviour.HookWorld.names;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.testing.partition.MortalPartition.Death;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed at every transition of a trial that a hook ends. */
class TrialHookCrashTests {

    @TestFactory
    Stream<DynamicTest> canaryThatFailsItsHooksGoesWhereverTheProcessDies(@TempDir Path folder) {
        int transitions = run(folder, 0, Death.NOT_YET);
        assertThat(transitions).isGreaterThan(6);
        return IntStream.rangeClosed(1, transitions)
                .boxed()
                .flatMap(number -> Stream.of(Death.BEFORE_THE_COMMIT, Death.AFTER_THE_COMMIT)
                        .map(death -> DynamicTest.dynamicTest(
                                "transition " + number + " of " + transitions + ", " + death,
                                () -> run(folder, number, death))));
    }

    private static int run(Path folder, int number, Death death) {
        try (TrialWorld trial = new TrialWorld(folder)) {
            Planned second = trial.second()
                    .planned()
                    .hook(HookPhase.CANARY, job("smoke", "fail"))
                    .hook(HookPhase.ON_FAILURE, job("alarm", "run"));
            AtomicInteger written = new AtomicInteger();
            trial.world.fate(facts -> written.incrementAndGet() == number ? death : Death.NOT_YET);
            trial.world.push(second);
            trial.world.await().until(() -> {
                if (trial.world.dead()) {
                    trial.world.restart();
                }
                return !trial.world.finished(second).isEmpty();
            });

            assertThat(trial.world.finished(second))
                    .singleElement()
                    .satisfies(finished -> assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK));
            assertThat(trial.copies()).isEmpty();
            assertThat(names(trial.world)).isEqualTo(List.of("alarm", "smoke"));
            return written.get();
        }
    }
}
