package io.keelstream.drift.report;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.drift.judge.DriftAssessment;
import org.jspecify.annotations.Nullable;

/**
 * The assessment on one managed object.
 *
 * @param applied what the applier left
 * @param assessment what is to be said of it
 */
public record Judgement(InventoryObject applied, DriftAssessment assessment) {

    /** {@code Kind.group/namespace/name}. */
    public String reference() {
        return applied.reference();
    }

    /** Digest of what was applied; null when uncertain. */
    @Nullable
    String digest() {
        return applied.digest();
    }

    /** Whether a release wrote the object after this inventory; other releases say nothing about it. */
    boolean appliedAfter(long sequence) {
        Long last = applied.appliedSequence();
        return last != null && last > sequence;
    }
}
