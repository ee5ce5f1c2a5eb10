package io.keelstream.drift.reconcile;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.partition.PartitionWorkerFactory;
import io.keelstream.messaging.topic.Partitions;
import io.keelstream.tracing.Traces;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The workers of all owned partitions and the clusters they share: every cluster is watched for exactly the shards that are
 * owned now. Thread-safe.
 */
public final class DetectorWorkers implements PartitionWorkerFactory, AutoCloseable {

    private final Map<Integer, DetectorWorker> workers = new ConcurrentHashMap<>();
    private final Clusters clusters;
    private final Traces traces;
    private final Clock clock;
    private volatile int partitions = 1;

    /**
     * @param clients the clusters by name; they stay the caller's
     * @param traces where spans go
     */
    public DetectorWorkers(Map<String, ClusterClient> clients, Traces traces, Clock clock) {
        this.clusters = new Clusters(clients, this::candidate);
        this.traces = traces;
        this.clock = clock;
    }

    @Override
    public PartitionWorker create(OwnedPartition partition) {
        partitions = partition.partitions();
        DetectorWorker worker = new DetectorWorker(partition, clusters, traces, clock);
        workers.put(partition.number(), worker);
        clusters.own(Set.copyOf(workers.keySet()));
        return new Owned(partition.number(), worker);
    }

    /** Ends all watches. */
    @Override
    public void close() {
        clusters.close();
    }

    private void candidate(String target, String reference) {
        DetectorWorker worker = workers.get(Partitions.of(target, partitions));
        if (worker != null) {
            worker.candidate(target, reference);
        }
    }

    /** A worker that takes its shard out of the watches when it is closed. */
    private final class Owned implements PartitionWorker {

        private final int number;
        private final DetectorWorker worker;

        private Owned(int number, DetectorWorker worker) {
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
            clusters.own(Set.copyOf(workers.keySet()));
        }
    }
}
