package io.keelstream.planner.change;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.revision.Problem;
import java.util.List;

/**
 * What differs between bundle and inventory. Empty for a target that needs nothing: then no cluster is asked.
 *
 * @param changed objects of the bundle to look at, in the bundle's order
 * @param leaving objects that left the bundle and were not handed over: candidates for deletion
 * @param released objects that are somebody else's now, or on a cluster that is gone: dropped from the inventory only
 * @param unchanged objects of the bundle that need nothing
 * @param warnings what the rules of the bundle's objects did not understand
 */
public record ChangeSet(
        List<Changed> changed,
        List<InventoryObject> leaving,
        List<InventoryObject> released,
        int unchanged,
        List<Problem> warnings) {

    public ChangeSet {
        changed = List.copyOf(changed);
        leaving = List.copyOf(leaving);
        released = List.copyOf(released);
        warnings = List.copyOf(warnings);
    }

    public boolean isEmpty() {
        return changed.isEmpty() && leaving.isEmpty() && released.isEmpty();
    }
}
