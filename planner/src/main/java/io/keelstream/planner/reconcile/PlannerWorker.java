package io.keelstream.planner.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.messaging.decision.DecisionTable;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.partition.Table;
import io.keelstream.messaging.partition.TargetWorker;
import io.keelstream.messaging.topic.Partitions;
import io.keelstream.planner.dependency.Dependencies;
import io.keelstream.planner.dependency.OtherTargets;
import io.keelstream.tracing.Traces;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans the targets of one partition: a record or a cluster's change wakes a target, and one run at a time evaluates it.
 * Thread-safe.
 */
final class PlannerWorker implements PartitionWorker {

    private final OwnedPartition partition;
    private final ClusterViews clusters;
    private final ApplicationRequests requests;
    private final Dependencies dependencies;
    private final ClusterRecords clusterRecords;
    private final TargetWorker work;

    PlannerWorker(
            OwnedPartition partition,
            ClusterViews clusters,
            TargetPlannerSettings settings,
            ApplicationRequests requests,
            OtherTargets others,
            Traces traces,
            Clock clock) {
        this.partition = partition;
        this.clusters = clusters;
        this.requests = requests;
        this.dependencies = new Dependencies(others, this::wake, settings.lookAgain());
        TargetPlanner planner = new TargetPlanner(partition, clusters, settings, dependencies, traces, clock);
        this.work = new TargetWorker(
                "planner-" + partition.number(), settings.targetsAtOnce(), clock, this::allTargets, target -> {
                    requests.wanted(partition.number(), target, desired(target));
                    return planner.evaluate(target).orElse(null);
                });
        this.clusterRecords = new ClusterRecords(partition, clusters, clock);
        clusters.register(this);
    }

    @Override
    public void loaded() {
        work.loaded();
        clusterRecords.loaded();
    }

    @Override
    public void changed(Topic topic, String key) {
        work.changed(topic, key);
    }

    private void wake(String target) {
        work.wake(target);
    }

    /** A cluster is worth another look: it answers again, was rebuilt, or its stop switch was turned. */
    void clusterChanged() {
        work.wakeAll();
        clusterRecords.wakeAll();
    }

    /** A cluster may serve other kinds. */
    void servedChanged(String cluster) {
        clusterRecords.changed(cluster);
    }

    @Override
    public void close() {
        clusters.forget(this);
        work.close();
        clusterRecords.close();
        dependencies.close();
        requests.left(partition.number());
    }

    private @Nullable Desired desired(String target) {
        return partition.table(Topic.DESIRED, Desired.class).get(target)
                        instanceof Entry.Present<Desired>(Received<Desired> received)
                ? received.payload()
                : null;
    }

    private Set<String> allTargets() {
        Table<Desired> desired = partition.table(Topic.DESIRED, Desired.class);
        Set<String> targets = new LinkedHashSet<>(desired.keys());
        targets.addAll(partition.table(Topic.PLAN, Plan.class).keys());
        targets.addAll(new DecisionTable(partition, Topic.PLANNER_ANSWER, Actors.NONE).targets());
        String ours = partition.installation() + "/";
        clusters.owners().stream()
                .filter(mark -> mark.startsWith(ours))
                .map(mark -> mark.substring(ours.length()))
                .filter(target -> Partitions.of(target, partition.partitions()) == partition.number())
                .forEach(targets::add);
        return targets;
    }
}
