package io.keelstream.applier.reconcile;

import io.keelstream.applier.live.Assessment;
import io.keelstream.applier.live.LiveObjects;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.seal.SecretUnsealer;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.partition.PartitionWorkerFactory;
import io.keelstream.messaging.topic.Partitions;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The workers of all owned partitions and the clusters they share. Every cluster is watched for exactly the shards that
 * are owned now, and news of an object reach the worker that owns its target. Thread-safe.
 */
public final class PartitionWorkers implements PartitionWorkerFactory, AutoCloseable {

    private final Map<Integer, ApplierWorker> workers = new ConcurrentHashMap<>();
    private final Map<String, ClusterAccess> clusters;
    private final TargetReconciler.ApplierContext shared;
    private final String ownerPrefix;
    private volatile int partitions = 1;

    /**
     * @param assessment how objects of a cluster are judged
     * @param clients the clusters by name
     * @param unsealer null where the installation has no sealing keys
     */
    public PartitionWorkers(
            String installation,
            Function<ClusterClient, Assessment> assessment,
            Map<String, ClusterClient> clients,
            @Nullable SecretUnsealer unsealer,
            Telemetry telemetry,
            Clock clock) {
        this.ownerPrefix = installation + "/";
        this.clusters = clients.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        cluster -> access(cluster.getValue(), assessment.apply(cluster.getValue()), clock)));
        this.shared = new TargetReconciler.ApplierContext(
                clusters::get, unsealer, telemetry, clock, RandomGenerator.getDefault());
    }

    @Override
    public PartitionWorker create(OwnedPartition partition) {
        partitions = partition.partitions();
        ApplierWorker worker = new ApplierWorker(partition, shared);
        workers.put(partition.number(), worker);
        watchOwned();
        return new Owned(partition.number(), worker);
    }

    /** Ends all watches. */
    @Override
    public void close() {
        clusters.values().forEach(cluster -> cluster.live().close());
    }

    private ClusterAccess access(ClusterClient client, Assessment assessment, Clock clock) {
        return new ClusterAccess(client, new LiveObjects(client, assessment, clock, this::ownerChanged));
    }

    private void watchOwned() {
        Set<Integer> owned = Set.copyOf(workers.keySet());
        clusters.values().forEach(cluster -> cluster.live().own(owned));
    }

    private void ownerChanged(String owner) {
        if (owner.startsWith(ownerPrefix)) {
            String key = owner.substring(ownerPrefix.length());
            ApplierWorker worker = workers.get(Partitions.of(key, partitions));
            if (worker != null) {
                worker.liveChanged(key);
            }
        }
    }

    /** A worker that takes its shard out of the watches when it is closed. */
    private final class Owned implements PartitionWorker {

        private final int number;
        private final ApplierWorker worker;

        private Owned(int number, ApplierWorker worker) {
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
            watchOwned();
        }
    }
}
