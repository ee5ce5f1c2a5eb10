package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.testing.partition.MortalPartition.Death;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A process that dies at one transition of a story, before it is committed or after, and another one that goes on. The story is
 * told once without a death, to count its transitions, and then once for each of them and each death: stop points times two runs.
 */
final class Deaths {

    /** Every story has more transitions, however quick the cluster is; one with fewer is told in vain. */
    private static final int FEWEST = 6;

    private final int number;
    private final Death death;
    private final AtomicInteger written = new AtomicInteger();

    private Deaths(int number, Death death) {
        this.number = number;
        this.death = death;
    }

    /** A test for each place at which the process may die. */
    static Stream<DynamicTest> everywhere(Consumer<Deaths> story) {
        Deaths none = new Deaths(0, Death.NOT_YET);
        story.accept(none);
        int transitions = none.written.get();
        assertThat(transitions).isGreaterThanOrEqualTo(FEWEST);
        return IntStream.rangeClosed(1, transitions)
                .boxed()
                .flatMap(number -> Stream.of(Death.BEFORE_THE_COMMIT, Death.AFTER_THE_COMMIT)
                        .map(death -> DynamicTest.dynamicTest(
                                "transition " + number + " of " + transitions + ", " + death,
                                () -> story.accept(new Deaths(number, death)))));
    }

    /** From now on transitions are counted, and the process may die. */
    void begin(ApplyingSandbox world) {
        world.fate(facts -> written.incrementAndGet() == number ? death : Death.NOT_YET);
    }

    /** Waits for the end of the story; whenever the process has died, another one takes its place. */
    void await(ApplyingSandbox world, BooleanSupplier end) {
        world.await().until(() -> {
            if (world.dead()) {
                world.restart();
            }
            return end.getAsBoolean();
        });
        if (world.dead()) {
            world.restart();
        }
    }
}
