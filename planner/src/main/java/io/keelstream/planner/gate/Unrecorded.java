package io.keelstream.planner.gate;

import io.keelstream.contracts.inventory.InventoryObject;
import java.util.List;

/**
 * What has a target's mark in the cluster while no record says that the target applied it.
 *
 * @param leftBehind what Git does not have
 * @param changed references of what the plan would change, where something of the bundle is live with that mark
 */
public record Unrecorded(List<InventoryObject> leftBehind, List<String> changed) {

    /** Nothing. */
    public static final Unrecorded NONE = new Unrecorded(List.of(), List.of());

    public Unrecorded {
        leftBehind = List.copyOf(leftBehind);
        changed = List.copyOf(changed);
    }
}
