package io.keelstream.planner.decision;

import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.revision.NumberedCommit;
import org.jspecify.annotations.Nullable;

/**
 * The state of a target on which an approval, or a rehearsal, counts. Every release makes another one of it, and so does a removal:
 * sequences begin anew then, and the commit that adds the target again has another number.
 *
 * @param sequence the inventory's sequence; 0 without an inventory
 * @param addedAt the commit that added the target last; null where that is not known
 */
public record Basis(long sequence, @Nullable NumberedCommit addedAt) {

    /** What an answer counts on; null where it is not limited to anything. */
    public static @Nullable Basis of(DecisionAnswer answer) {
        Long sequence = answer.inventorySequence();
        return sequence == null ? null : new Basis(sequence, answer.addedAt());
    }

    /** The answer, limited to it. */
    public DecisionAnswer limit(DecisionAnswer answer) {
        return answer.on(sequence, addedAt);
    }
}
