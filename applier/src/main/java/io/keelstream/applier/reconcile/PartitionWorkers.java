package io.keelstream.applier.reconcile;

import io.keelstream.applier.live.Assessment;
import io.keelstream.applier.live.ClusterAccess;
import io.keelstream.applier.live.LiveObjects;
import io.keelstream.applier.notice.WorkloadEvents;
import io.keelstream.applier.phase.TrialPace;
import io.keelstream.applier.turn.ReleaseTurns;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.OwnedWorkers;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.partition.PartitionWorkerFactory;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The workers of all owned partitions and the clusters they share. Every cluster is watched for exactly the shards that
 * are owned now, and changes of an object reach the worker that owns its target. Thread-safe.
 */
public final class PartitionWorkers implements PartitionWorkerFactory, AutoCloseable {

    private final OwnedWorkers<ApplierWorker> workers;
    private final Map<String, ClusterAccess> clusters;
    private final String ownerPrefix;

    /** How many partitions there are; 0 before the first is owned. */
    private volatile int partitions;

    /** The workers of a process, with trials at the pace that routers need. */
    public PartitionWorkers(
            Installation installation,
            Function<ClusterClient, Assessment> assessment,
            Map<String, ClusterClient> clients,
            Telemetry telemetry,
            Clock clock) {
        this(installation, assessment, clients, telemetry, TrialPace.DEFAULT, clock);
    }

    /**
     * @param installation what holds in all of it
     * @param assessment how objects of a cluster are judged
     * @param clients the clusters by name
     * @param pace how long a trial gives a router
     */
    public PartitionWorkers(
            Installation installation,
            Function<ClusterClient, Assessment> assessment,
            Map<String, ClusterClient> clients,
            Telemetry telemetry,
            TrialPace pace,
            Clock clock) {
        this.ownerPrefix = installation.name() + "/";
        this.clusters = clients.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        cluster -> access(
                                cluster.getValue(),
                                assessment.apply(cluster.getValue()),
                                turns(cluster.getKey(), installation, telemetry),
                                clock)));
        ApplierContext shared =
                new ApplierContext(clusters::get, installation, telemetry, new WorkloadEvents(clock), pace, clock);
        this.workers = new OwnedWorkers<>(partition -> new ApplierWorker(partition, shared), this::watch);
    }

    @Override
    public PartitionWorker create(OwnedPartition partition) {
        partitions = partition.partitions();
        return workers.create(partition);
    }

    /** Ends all watches. */
    @Override
    public void close() {
        clusters.values().forEach(cluster -> cluster.live().close());
    }

    private ClusterAccess access(ClusterClient client, Assessment assessment, ReleaseTurns turns, Clock clock) {
        return new ClusterAccess(client, new LiveObjects(client, assessment, clock, this::ownerChanged), turns);
    }

    private static ReleaseTurns turns(String cluster, Installation installation, Telemetry telemetry) {
        Integer most = installation.releasesAtOnce().get(cluster);
        ReleaseTurns turns = new ReleaseTurns(most == null ? Integer.MAX_VALUE : most);
        telemetry.meters().turns(cluster, turns);
        return turns;
    }

    private void watch(Set<Integer> owned) {
        clusters.values().forEach(cluster -> {
            cluster.turns().owns(owned.size(), partitions);
            cluster.live().own(owned);
        });
    }

    private void ownerChanged(String owner) {
        if (owner.startsWith(ownerPrefix)) {
            String key = owner.substring(ownerPrefix.length());
            ApplierWorker worker = workers.of(key);
            if (worker != null) {
                worker.liveChanged(key);
            }
        }
    }
}
