package io.keelstream.drift.target;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.drift.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What a look at one suspect gave.
 *
 * @param applied what the applier left
 * @param verdict null where the cluster gave no answer
 */
record Finding(InventoryObject applied, @Nullable Verdict verdict) {

    /** {@code Kind.group/namespace/name}. */
    String reference() {
        return applied.reference();
    }
}
