package io.keelstream.applier.release;

import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import io.keelstream.contracts.revision.Problem;
import org.jspecify.annotations.Nullable;

/** What became of one planned action. An action without an outcome was not begun. */
public sealed interface ObjectOutcome {

    /**
     * Applied as planned.
     *
     * @param uid the live object's uid
     * @param owned our Apply entry as the server returned it; null where it returned none
     */
    record Applied(String uid, @Nullable OwnedFields owned) implements ObjectOutcome {}

    /** Deleted and gone, or found gone. */
    record Gone() implements ObjectOutcome {}

    /** No longer ours, and left alone. */
    record Released() implements ObjectOutcome {}

    /** Begun, perhaps by an earlier life of this process, and given up before its end was known. */
    record Doubtful() implements ObjectOutcome {}

    /** Left alone for now; the problem says why, e.g. a hold. */
    record Skipped(Problem problem) implements ObjectOutcome {}

    /**
     * Deleted, and then its successor was refused: what it was is applied again.
     *
     * @param problem why there is no successor
     * @param uid of the object that was made again
     * @param owned our Apply entry on it
     */
    record Restored(Problem problem, String uid, @Nullable OwnedFields owned) implements ObjectOutcome {}

    /**
     * Deleted, and gone: its successor was not created, and what it was could not be applied again, or would run again.
     *
     * @param problem why there is no successor
     */
    record Lost(Problem problem) implements ObjectOutcome {}

    /** What went wrong; null when nothing did. */
    default @Nullable Problem failure() {
        return switch (this) {
            case Failed failed -> failed.problem();
            case Restored restored -> restored.problem();
            case Lost(Problem problem) -> problem;
            case Applied _, Gone _, Released _, Doubtful _, Skipped _ -> null;
        };
    }

    /**
     * Refused or lost.
     *
     * @param problem what to do about it
     * @param uncertain whether the write may have had an effect all the same
     */
    record Failed(Problem problem, boolean uncertain) implements ObjectOutcome {}
}
