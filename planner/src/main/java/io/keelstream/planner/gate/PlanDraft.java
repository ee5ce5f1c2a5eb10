package io.keelstream.planner.gate;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import java.util.List;

/**
 * What a plan would do, as far as gates ask.
 *
 * @param mode what it does as a whole
 * @param desired what Git says
 * @param applied how many objects are applied now
 * @param deletions what would be deleted
 * @param leftBehind what has the target's mark although neither Git nor a record knows it
 */
public record PlanDraft(
        Plan.Mode mode,
        Desired desired,
        int applied,
        List<InventoryObject> deletions,
        List<InventoryObject> leftBehind) {

    public PlanDraft {
        deletions = List.copyOf(deletions);
        leftBehind = List.copyOf(leftBehind);
    }

    /** Whether the bundle stays: otherwise everything that is there goes, under {@code onRemoval}. */
    boolean keepsBundle() {
        return mode == Plan.Mode.APPLY;
    }
}
