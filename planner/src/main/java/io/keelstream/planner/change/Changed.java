package io.keelstream.planner.change;

import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.planner.annotation.ObjectRules;
import org.jspecify.annotations.Nullable;

/**
 * One object of the bundle that has to be looked at.
 *
 * @param desired what Git says
 * @param known what the inventory says of the same live object; null for one it does not know
 * @param rules what its annotations ask for
 * @param drift whether only drift makes it one: by digests it needs nothing
 */
public record Changed(DesiredObject desired, @Nullable InventoryObject known, ObjectRules rules, boolean drift) {}
