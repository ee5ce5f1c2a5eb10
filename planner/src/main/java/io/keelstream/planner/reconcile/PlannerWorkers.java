package io.keelstream.planner.reconcile;

import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.partition.PartitionWorkerFactory;
import io.keelstream.planner.dependency.OtherTargets;
import io.keelstream.tracing.Traces;
import java.time.Clock;

/** Makes the planner's workers. Thread-safe. */
public final class PlannerWorkers implements PartitionWorkerFactory {

    private final ClusterViews clusters;
    private final TargetPlannerSettings settings;
    private final ApplicationRequests requests;
    private final OtherTargets others;
    private final Traces traces;
    private final Clock clock;

    /**
     * @param clusters the installation's clusters
     * @param settings how targets are planned
     * @param requests counts what teams request
     * @param others what all targets publish of themselves
     * @param traces where spans go
     * @param clock the time
     */
    public PlannerWorkers(
            ClusterViews clusters,
            TargetPlannerSettings settings,
            ApplicationRequests requests,
            OtherTargets others,
            Traces traces,
            Clock clock) {
        this.clusters = clusters;
        this.settings = settings;
        this.requests = requests;
        this.others = others;
        this.traces = traces;
        this.clock = clock;
    }

    @Override
    public PartitionWorker create(OwnedPartition partition) {
        return new PlannerWorker(partition, clusters, settings, requests, others, traces, clock);
    }
}
