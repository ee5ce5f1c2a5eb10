package io.keelstream.drift.assessment;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.OwnerMark;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of one object.
 *
 * @param applied what the applier left
 * @param desired the body that was applied, of a Secret its metadata alone; null where Git has another body by now
 * @param owner our owner mark
 * @param rules what Git says about its drift
 */
public record Expected(InventoryObject applied, @Nullable Manifest desired, OwnerMark owner, DriftRules rules) {}
