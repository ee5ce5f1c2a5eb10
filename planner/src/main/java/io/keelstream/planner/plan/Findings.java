package io.keelstream.planner.plan;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.planner.ownership.PruneDecision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the dry run of one target found out.
 *
 * @param clusterUid the cluster's identity; null when it was not asked
 * @param missingNamespace the target's namespace, to be created first; null when it exists or is not needed
 * @param objectPlans one per changed object
 * @param pruneDecisions one per object that left Git
 * @param leftBehind objects that carry our mark although neither Git nor a record knows them
 * @param released objects that are let go without a look
 * @param unchanged objects that need nothing
 * @param failures what is wrong with the bundle on this cluster, beyond single objects
 * @param stopped whether a person stopped all writes to this cluster
 * @param warnings worth knowing
 */
public record Findings(
        @Nullable String clusterUid,
        @Nullable String missingNamespace,
        List<ObjectPlan> objectPlans,
        List<PruneDecision> pruneDecisions,
        List<PruneDecision.Delete> leftBehind,
        List<InventoryObject> released,
        int unchanged,
        List<Problem> failures,
        boolean stopped,
        List<Problem> warnings) {

    public Findings {
        objectPlans = List.copyOf(objectPlans);
        pruneDecisions = List.copyOf(pruneDecisions);
        leftBehind = List.copyOf(leftBehind);
        released = List.copyOf(released);
        failures = List.copyOf(failures);
        warnings = List.copyOf(warnings);
    }

    /** Of a target that needs nothing. */
    public static Findings nothing(int unchanged, List<Problem> warnings) {
        return new Findings(
                null, null, List.of(), List.of(), List.of(), List.of(), unchanged, List.of(), false, warnings);
    }
}
