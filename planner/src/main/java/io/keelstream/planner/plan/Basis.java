package io.keelstream.planner.plan;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import java.util.List;

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

    /** Whether the plan clears a cluster that Git no longer names for the target. */
    public boolean clearsFormerCluster() {
        return !cluster.equals(desired.cluster());
    }

    /** Whether the plan takes away, under {@code onRemoval}, what Git no longer wants here at all. */
    public boolean takesAway() {
        return desired.removed() || clearsFormerCluster();
    }
}
