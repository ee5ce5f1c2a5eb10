package io.keelstream.messaging.partition;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.topic.Partitions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The workers of the partitions that this process owns now, found by what they work on: changes of a cluster reach the worker
 * of their target through it, and the watches of a cluster
 * follow the owned shards. Thread-safe.
 *
 * @param <W> the service's worker
 */
public final class OwnedWorkers<W extends PartitionWorker> implements PartitionWorkerFactory {

    private final Map<Integer, W> workers = new ConcurrentHashMap<>();
    private final Function<OwnedPartition, W> make;
    private final Consumer<Set<Integer>> owned;
    private volatile int partitions = 1;

    /**
     * @param make makes the worker of a loaded partition
     * @param owned gets the numbers of all owned partitions when one is added, before its worker is asked to load, and
     *     when one has been removed
     */
    public OwnedWorkers(Function<OwnedPartition, W> make, Consumer<Set<Integer>> owned) {
        this.make = make;
        this.owned = owned;
    }

    @Override
    public PartitionWorker create(OwnedPartition partition) {
        partitions = partition.partitions();
        W worker = make.apply(partition);
        workers.put(partition.number(), worker);
        owned.accept(numbers());
        return new Owned(partition.number(), worker);
    }

    /** The worker of a target; null when its partition is not owned. */
    public @Nullable W of(String target) {
        return workers.get(Partitions.of(target, partitions));
    }

    /** Every worker. */
    public Collection<W> all() {
        return List.copyOf(workers.values());
    }

    private Set<Integer> numbers() {
        return Set.copyOf(workers.keySet());
    }

    /** A worker that is owned until it is closed. */
    private final class Owned implements PartitionWorker {

        private final int number;
        private final W worker;

        private Owned(int number, W worker) {
            this.number = number;
            this.worker = worker;
        }

        @Override
        public void loaded() {
            worker.loaded();
        }

        @Override
        public void changed(Topic topic, String key) {
            worker.changed(topic, key);
        }

        @Override
        public void close() {
            workers.remove(number, worker);
            worker.close();
            owned.accept(numbers());
        }
    }
}
