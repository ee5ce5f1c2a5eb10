package io.keelstream.drift.target;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.drift.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What a look at one suspect gave.
 *
 * @param applied what the applier left
 * @param verdict null where the cluster gave no answer
 * @param due whether Git wants something else than what was applied, so that a release is due
 */
record Finding(InventoryObject applied, @Nullable Verdict verdict, boolean due) {

    /** {@code Kind.group/namespace/name}. */
    String reference() {
        return applied.reference();
    }
}
