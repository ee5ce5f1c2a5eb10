package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Fact;
import io.keelstream.testing.partition.MortalPartition.Death;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestInfo;

/**
 * A process that dies at one transition of a story, before it is committed or after, and another one that goes on. The story is
 * told once without a death, to count its transitions, and then once for each of them and each death: stop points times two runs.
 * A story that begins as another one does dies only from where it parts from it ({@link Passes#from}). At the end of each nothing is
 * left over: {@link Remains}.
 */
final class Deaths {

    /** Every story has more transitions, however quick the cluster is; one with fewer is told in vain. */
    private static final int FEWEST = 6;

    /** Every story has something to die at after it parted from another one. */
    private static final int FEWEST_APART = 2;

    private final Predicate<List<Fact>> counted;
    private final Class<? extends Step> from;
    private final int number;
    private final Death death;
    private final boolean rebalance;
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger passed = new AtomicInteger();
    private final Set<Class<? extends Step>> steps = ConcurrentHashMap.newKeySet();

    private Deaths(
            Predicate<List<Fact>> counted, Class<? extends Step> from, int number, Death death, boolean rebalance) {
        this.counted = counted;
        this.from = from;
        this.number = number;
        this.death = death;
        this.rebalance = rebalance;
    }

    /**
     * The process dies once, when it first records a step of this kind.
     *
     * @param rebalance whether it lives on, and another one has its partition
     */
    static Deaths at(Class<? extends Step> kind, Death death, boolean rebalance) {
        return new Deaths(
                facts -> facts.stream()
                        .anyMatch(fact ->
                                fact.payload() instanceof Execution execution && kind.isInstance(execution.step())),
                Step.class,
                1,
                death,
                rebalance);
    }

    /** A test for each kind of step and each death: the process dies when it first records one. */
    static Stream<DynamicTest> atEachKind(TestInfo test, Consumer<Deaths> story) {
        Passes passes = passes(test);
        return Stream.of(passes.value())
                .flatMap(kind -> Stream.of(Death.BEFORE_THE_COMMIT, Death.AFTER_THE_COMMIT)
                        .map(death -> DynamicTest.dynamicTest(kind.getSimpleName() + ", " + death, () -> {
                            Deaths deaths = at(kind, death, rebalances(passes));
                            story.accept(deaths);
                            assertThat(deaths.passed.get())
                                    .as("records of the kind")
                                    .isPositive();
                        })));
    }

    private static boolean rebalances(Passes passes) {
        return List.of(passes.then()).contains(Passes.Then.REBALANCE);
    }

    private static Passes passes(TestInfo test) {
        Passes passes = test.getTestMethod().orElseThrow().getAnnotation(Passes.class);
        assertThat(passes).as("the steps that the story passes").isNotNull();
        return passes;
    }

    /** A test for each place at which the process may die. */
    static Stream<DynamicTest> everywhere(TestInfo test, Consumer<Deaths> story) {
        Passes passes = passes(test);
        Deaths none = new Deaths(facts -> true, passes.from(), 0, Death.NOT_YET, false);
        story.accept(none);
        int transitions = none.passed.get();
        assertThat(none.written.get()).isGreaterThanOrEqualTo(FEWEST);
        assertThat(transitions).isGreaterThanOrEqualTo(FEWEST_APART);
        assertThat(none.steps).contains(passes.value());
        return IntStream.rangeClosed(1, transitions)
                .boxed()
                .flatMap(number -> Stream.of(Death.BEFORE_THE_COMMIT, Death.AFTER_THE_COMMIT)
                        .map(death -> DynamicTest.dynamicTest(
                                "transition " + number + " of " + transitions + ", " + death,
                                () -> story.accept(
                                        new Deaths(facts -> true, passes.from(), number, death, rebalances(passes))))));
    }

    /** From now on transitions are counted, and the process may die. */
    void begin(ApplyingSandbox world) {
        world.fate(facts -> {
            facts.forEach(this::pass);
            return counts(facts) && passed.incrementAndGet() == number ? death : Death.NOT_YET;
        });
    }

    private boolean counts(List<Fact> facts) {
        written.incrementAndGet();
        return counted.test(facts) && (from == Step.class || steps.stream().anyMatch(from::isAssignableFrom));
    }

    private void pass(Fact fact) {
        if (fact.payload() instanceof Execution execution) {
            steps.add(execution.step().getClass());
        }
    }

    /** Waits for the end of the story; whenever the process has died, another one takes its place. */
    void await(ApplyingSandbox world, BooleanSupplier end) {
        world.await().until(() -> {
            replace(world);
            return end.getAsBoolean();
        });
        replace(world);
        Remains.check(world);
    }

    /** Where the process has died, another one takes its place. */
    void replace(ApplyingSandbox world) {
        if (world.dead() && rebalance) {
            world.rebalance();
        } else if (world.dead()) {
            world.restart();
        }
    }

    /**
     * The same, and when the process dies, or loses its partition, a newer commit comes before another one starts. It is live in the end.
     *
     * @param newer the objects of the newer commit
     * @param end whether the story has ended, where no process dies
     */
    void overtaken(ApplyingSandbox world, List<String> newer, BooleanSupplier end) {
        overtaken(world, newer, end, () -> {});
    }

    /**
     * The same.
     *
     * @param resumed what people do once another process has started, where one has died
     */
    void overtaken(ApplyingSandbox world, List<String> newer, BooleanSupplier end, Runnable resumed) {
        world.await().until(() -> world.dead() || end.getAsBoolean());
        if (!world.dead()) {
            Remains.check(world);
            return;
        }
        NewerCommit commit = new NewerCommit(newer);
        if (rebalance) {
            world.partition.put(Topic.DESIRED, TARGET, commit.desired());
            world.rebalance();
        } else {
            world.kill();
            world.partition.put(Topic.DESIRED, TARGET, commit.desired());
            world.start();
        }
        resumed.run();
        commit.release(world);
    }
}
