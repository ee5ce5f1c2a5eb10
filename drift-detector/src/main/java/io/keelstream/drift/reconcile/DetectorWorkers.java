package io.keelstream.drift.reconcile;

import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.OwnedWorkers;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.partition.PartitionWorkerFactory;
import io.keelstream.tracing.Traces;
import java.time.Clock;
import java.util.Map;

/**
 * The workers of all owned partitions and the clusters they share: every cluster is watched for exactly the shards that are
 * owned now. Thread-safe.
 */
public final class DetectorWorkers implements PartitionWorkerFactory, AutoCloseable {

    private final OwnedWorkers<DetectorWorker> workers;
    private final Clusters clusters;

    /**
     * @param clients the clusters by name; they stay the caller's
     * @param traces where spans go
     */
    public DetectorWorkers(Map<String, ClusterClient> clients, Traces traces, Clock clock) {
        this.clusters = new Clusters(clients, this::candidate);
        this.workers =
                new OwnedWorkers<>(partition -> new DetectorWorker(partition, clusters, traces, clock), clusters::own);
    }

    @Override
    public PartitionWorker create(OwnedPartition partition) {
        return workers.create(partition);
    }

    /** Ends all watches. */
    @Override
    public void close() {
        clusters.close();
    }

    private void candidate(String target, String reference) {
        DetectorWorker worker = workers.of(target);
        if (worker != null) {
            worker.candidate(target, reference);
        }
    }
}
