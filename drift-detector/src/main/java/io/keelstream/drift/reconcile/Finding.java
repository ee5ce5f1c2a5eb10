package io.keelstream.drift.reconcile;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.drift.assessment.DriftAssessment;
import org.jspecify.annotations.Nullable;

/**
 * What a look at one candidate gave.
 *
 * @param applied what the applier left
 * @param assessment null where the cluster did not answer
 * @param due whether Git wants something else than what was applied, so that a release is due
 */
record Finding(InventoryObject applied, @Nullable DriftAssessment assessment, boolean due) {

    /** {@code Kind.group/namespace/name}. */
    String reference() {
        return applied.reference();
    }
}
