package io.keelstream.messaging.partition;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.work.KeyedWork;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The worker of a partition whose service evaluates targets one by one: every target once when the partition is loaded, a
 * target when a record of it changes, and again when its evaluation asked for it. Thread-safe.
 */
public final class TargetWorker implements PartitionWorker {

    /** Looks at one target and does what it needs. */
    @FunctionalInterface
    public interface Evaluation {
        /**
         * Evaluates a target; an interrupt asks to end at once.
         *
         * @return when to look again though nothing changes; null for never
         */
        @Nullable
        Instant evaluate(String target) throws InterruptedException;
    }

    private final Supplier<? extends Collection<String>> targets;
    private final KeyedWork work;

    /**
     * @param name for thread names and logs
     * @param atOnce how many targets are evaluated at the same time; positive
     * @param clock what the times of {@link Evaluation} are measured against
     * @param targets all targets of the partition, as the tables have them
     * @param evaluation the service's work
     */
    public TargetWorker(
            String name,
            int atOnce,
            Clock clock,
            Supplier<? extends Collection<String>> targets,
            Evaluation evaluation) {
        this.targets = targets;
        this.work = new KeyedWork(name, atOnce, clock, target -> run(target, evaluation));
    }

    @Override
    public void loaded() {
        wakeAll();
    }

    @Override
    public void changed(Topic topic, String key) {
        switch (topic.key()) {
            case TARGET, DECISION, BUNDLE, REF -> work.wake(key);
            case CLUSTER -> {}
        }
    }

    /** Evaluates every target of the partition soon. */
    public void wakeAll() {
        targets.get().forEach(work::wake);
    }

    /** Evaluates a target soon. */
    public void wake(String target) {
        work.wake(target);
    }

    /** Evaluates a target at a time, unless it is evaluated before. */
    public void wakeAt(String target, Instant at) {
        work.wakeAt(target, at);
    }

    @Override
    public void close() {
        work.close();
    }

    private void run(String target, Evaluation evaluation) throws InterruptedException {
        Instant again = evaluation.evaluate(target);
        if (again != null) {
            work.wakeAt(target, again);
        }
    }
}
