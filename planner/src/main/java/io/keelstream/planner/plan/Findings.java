package io.keelstream.planner.plan;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.planner.canary.CanaryDecision;
import io.keelstream.planner.canary.Screening;
import io.keelstream.planner.canary.TrialRequest;
import io.keelstream.planner.ownership.PruneDecision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the dry run of one target found out.
 *
 * @param cluster the cluster; null when it was not asked
 * @param canary whether the workload is put on trial
 * @param objectPlans one per changed object
 * @param pruneDecisions one per object that left Git
 * @param leftBehind objects that carry our mark although neither Git nor a record knows them
 * @param failures what is wrong with the bundle on this cluster, beyond single objects
 * @param warnings worth knowing
 */
public record Findings(
        @Nullable Cluster cluster,
        CanaryDecision canary,
        List<ObjectPlan> objectPlans,
        List<PruneDecision> pruneDecisions,
        List<PruneDecision.Delete> leftBehind,
        List<Problem> failures,
        List<Problem> warnings) {

    public Findings {
        objectPlans = List.copyOf(objectPlans);
        pruneDecisions = List.copyOf(pruneDecisions);
        leftBehind = List.copyOf(leftBehind);
        failures = List.copyOf(failures);
        warnings = List.copyOf(warnings);
    }

    /** Of a target that needs nothing: what runs needs no trial from now on, so its trial digest is reported. */
    public static Findings settled(PlanRequest request) {
        TrialRequest trial = request.trial();
        CanaryDecision canary =
                trial != null && Screening.of(trial) instanceof Screening.Decided(CanaryDecision.Ordinary ordinary)
                        ? ordinary
                        : new CanaryDecision.None();
        return new Findings(null, canary, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /**
     * The cluster that was asked.
     *
     * @param uid its identity
     * @param stopped whether all writes to it are stopped
     * @param missingNamespace the target's namespace, to be created first; null when it exists or is not needed
     */
    public record Cluster(
            String uid, boolean stopped, @Nullable String missingNamespace) {}

    /** The target's namespace, to be created first; null when it exists or is not needed. */
    @Nullable
    String missingNamespace() {
        return cluster == null ? null : cluster.missingNamespace();
    }

    /** The cluster's identity; null when it was not asked. */
    @Nullable
    String clusterUid() {
        return cluster == null ? null : cluster.uid();
    }
}
