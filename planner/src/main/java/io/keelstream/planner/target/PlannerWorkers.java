package io.keelstream.planner.target;

import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.partition.PartitionWorkerFactory;
import java.time.Clock;

/** Makes the planner's workers. Thread-safe. */
public final class PlannerWorkers implements PartitionWorkerFactory {

    private final ClusterViews clusters;
    private final TargetPlannerSettings settings;
    private final Clock clock;

    /**
     * @param clusters the installation's clusters
     * @param settings how targets are planned
     * @param clock the time
     */
    public PlannerWorkers(ClusterViews clusters, TargetPlannerSettings settings, Clock clock) {
        this.clusters = clusters;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public PartitionWorker create(OwnedPartition partition) {
        return new PlannerWorker(partition, clusters, settings, clock);
    }
}
