package io.keelstream.planner.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.planner.change.ChangeSet;
import io.keelstream.planner.cluster.ClusterView;
import io.keelstream.planner.dryrun.ClusterDryRun;
import io.keelstream.planner.dryrun.DryRunResult;
import io.keelstream.planner.plan.Findings;
import io.keelstream.planner.plan.PlanRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Targets that neither Git nor a record knows, but whose mark is on live objects: what was removed from Git before
 * Kafka was lost. They are listed and never deleted. A cluster is only asked when a
 * target without an inventory made it known already, or when such a list was published before. Thread-safe.
 */
final class ForgottenTargets {

    /** What a look found. */
    sealed interface Look {
        /** No cluster holds anything of the target. */
        record Nothing() implements Look {}

        /** A cluster has something; a plan lists it. */
        record Found(PlanRequest request, Findings findings) implements Look {}

        /** A cluster that has to be asked is unreachable now. */
        record Unknown() implements Look {}

        /** It is too early to say. */
        record Later(Instant at) implements Look {}
    }

    /** Where records are lost, Git is read again at the same time; its targets are not called forgotten meanwhile. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final OwnedPartition partition;
    private final ClusterViews clusters;
    private final ClusterDryRun dryRun;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

    ForgottenTargets(OwnedPartition partition, ClusterViews clusters, ClusterDryRun dryRun) {
        this.partition = partition;
        this.clusters = clusters;
        this.dryRun = dryRun;
    }

    /** Looks at the clusters one after the other; the first that holds something is reported. */
    Look look(String target, @Nullable Plan published, Instant now) throws InterruptedException {
        OwnerMark mark = new OwnerMark(partition.installation(), target);
        String listedOn = published != null && published.problems().stream().anyMatch(Reason.LEFT_BEHIND::is)
                ? published.cluster()
                : "";
        Look look = new Look.Nothing();
        for (String name : clusters.names()) {
            ClusterView cluster = clusters.get(name);
            boolean toldBefore = name.equals(listedOn);
            if (cluster == null || !(toldBefore || cluster.marked().owners().contains(mark.toString()))) {
                continue;
            }
            Instant due = seen.computeIfAbsent(target, first -> now).plus(GRACE);
            if (!toldBefore && due.isAfter(now)) {
                return new Look.Later(due);
            }
            switch (dryRun.dryRun(cluster, request(mark, name), now)) {
                case DryRunResult.Unanswered _, DryRunResult.NotKnown _ -> look = new Look.Unknown();
                case DryRunResult.Complete(PlanRequest request, Findings findings)
                when findings.leftBehind().isEmpty() -> {}
                case DryRunResult.Complete(PlanRequest request, Findings findings) -> {
                    return new Look.Found(request, findings);
                }
            }
        }
        return look;
    }

    private PlanRequest request(OwnerMark mark, String cluster) {
        Desired nothing = nothing(cluster);
        return new PlanRequest(
                Ids.nameBased("plan", mark.target(), cluster, "left behind").toString(),
                mark,
                partition.number(),
                new Plan.Origin(Plan.Mode.REMOVE, Plan.Trigger.REVISION, nothing.identity(), 0, 0),
                nothing,
                new PlanRequest.Known(cluster, null, List.of(), false, Inventory.History.NONE),
                ChangeSet.NONE);
    }

    /** What Git says of such a target: nothing. */
    private static Desired nothing(String cluster) {
        return new Desired(
                true,
                ProblemPlans.UNKNOWN,
                new Desired.Settings(cluster, "", TargetPolicy.DEFAULT, "", Map.of()),
                "",
                List.of(),
                List.of(),
                List.of());
    }
}
