package io.keelstream.planner.change;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.revision.Problem;
import java.util.ArrayList;
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

    /** Nothing differs, and there is nothing. */
    public static final ChangeSet NONE = new ChangeSet(List.of(), List.of(), List.of(), 0, List.of());

    public ChangeSet {
        changed = List.copyOf(changed);
        leaving = List.copyOf(leaving);
        released = List.copyOf(released);
        warnings = List.copyOf(warnings);
    }

    /** The same with one more thing worth knowing. */
    public ChangeSet warning(Problem warning) {
        List<Problem> all = new ArrayList<>(warnings);
        all.add(warning);
        return new ChangeSet(changed, leaving, released, unchanged, all);
    }

    /** Whether nothing but drift is to be put back. */
    public boolean onlyDrift() {
        return !changed.isEmpty()
                && leaving.isEmpty()
                && released.isEmpty()
                && changed.stream().allMatch(Changed::drift);
    }

    public boolean isEmpty() {
        return changed.isEmpty() && leaving.isEmpty() && released.isEmpty();
    }
}
