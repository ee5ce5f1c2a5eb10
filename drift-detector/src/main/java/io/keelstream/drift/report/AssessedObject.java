package io.keelstream.drift.report;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.drift.assessment.DriftAssessment;
import org.jspecify.annotations.Nullable;

/**
 * One managed object and its assessment.
 *
 * @param applied what the applier left
 * @param assessment whether and how it has drifted
 */
public record AssessedObject(InventoryObject applied, DriftAssessment assessment) {

    /** {@code Kind.group/namespace/name}. */
    public String reference() {
        return applied.reference();
    }

    /** Digest of what was applied; null when uncertain. */
    @Nullable
    String digest() {
        return applied.digest();
    }

    /** Whether a release wrote the object after this inventory; other releases do not concern it. */
    boolean appliedAfter(long sequence) {
        Long last = applied.appliedSequence();
        return last != null && last > sequence;
    }
}
