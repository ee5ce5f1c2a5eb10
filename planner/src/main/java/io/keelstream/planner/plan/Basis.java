package io.keelstream.planner.plan;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.targets.Placement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is computed from, apart from the cluster.
 *
 * @param target the target
 * @param id the plan's id
 * @param desired what Git says
 * @param cluster the cluster the plan concerns: the bundle's, or a former one that is to be cleared
 * @param applied what the inventory says is applied there
 * @param sequence the inventory's sequence; 0 without an inventory
 * @param attempt tries of this bundle that failed before
 * @param trigger why the plan is made
 */
public record Basis(
        String target,
        String id,
        Desired desired,
        String cluster,
        List<InventoryObject> applied,
        long sequence,
        int attempt,
        Plan.Trigger trigger) {

    public Basis {
        applied = List.copyOf(applied);
    }

    /** A plan on this basis. */
    public Plan plan(@Nullable String clusterUid, Plan.Readiness readiness, Plan.Work work, Plan.Timing timing) {
        Plan.Origin origin = new Plan.Origin(mode(desired, cluster), trigger, desired.identity(), sequence, attempt);
        Plan.Bundle bundle = new Plan.Bundle(
                desired.bundleDigest(), desired.revision(), desired.policy(), desired.labels(), generatedNames());
        Placement placement = new Placement(cluster, clusterUid, desired.namespace());
        return new Plan(id, origin, bundle, placement, readiness, work, timing);
    }

    /** What a plan for this record does on a cluster. */
    public static Plan.Mode mode(Desired desired, String cluster) {
        if (!cluster.equals(desired.cluster())) {
            return Plan.Mode.CLEAR_FORMER_CLUSTER;
        }
        return desired.removed() ? Plan.Mode.REMOVE : Plan.Mode.APPLY;
    }

    private Map<String, String> generatedNames() {
        Map<String, String> names = new HashMap<>();
        for (DesiredObject object : desired.objects()) {
            if (object.generatedName() != null) {
                names.put(object.reference(), object.generatedName());
            }
        }
        return names;
    }

    /** Whether the plan clears a cluster that Git no longer names for the target. */
    public boolean clearsFormerCluster() {
        return !cluster.equals(desired.cluster());
    }

    /** Whether the plan takes away, under {@code onRemoval}, what Git no longer wants here at all. */
    public boolean takesAway() {
        return desired.removed() || clearsFormerCluster();
    }
}
