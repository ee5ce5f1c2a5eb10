package io.keelstream.contracts.decision;

import io.keelstream.contracts.revision.NumberedCommit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the service that judges a decision did with it. The table of answers keeps it from being honoured twice; the audit
 * stream repeats it.
 *
 * @param decision the decision that is answered
 * @param outcome what became of it
 * @param reason stable code for programs
 * @param message one sentence for people: what was done, or why it was not and what changed since
 * @param inventorySequence the inventory on which an approval, or a rehearsal, counts: a release has used it up when there is
 *     another one; null for other decisions
 * @param addedAt the commit that had added the target when it was given, for such a decision and for a pin: it does not count for a
 *     target that is removed and added again; null for other decisions, and where that is not known. Versions that do not know it
 *     read over it
 * @param signed what is known of signatures under the decision's key; null where no actor ever signed there
 */
public record DecisionAnswer(
        Decision decision,
        Outcome outcome,
        String reason,
        String message,
        @Nullable Long inventorySequence,
        @Nullable NumberedCommit addedAt,
        @Nullable Signed signed) {

    /** The answer to a decision that nobody signed and no inventory limits. */
    public DecisionAnswer(Decision decision, Outcome outcome, String reason, String message) {
        this(decision, outcome, reason, message, null, null, null);
    }

    /** The same for the state of the target that an approval, or a rehearsal, counts on. */
    public DecisionAnswer on(long sequence, @Nullable NumberedCommit added) {
        return new DecisionAnswer(decision, outcome, reason, message, sequence, added, signed);
    }

    /** The same for the target that this commit added; null where that is not known. */
    public DecisionAnswer of(@Nullable NumberedCommit added) {
        return new DecisionAnswer(decision, outcome, reason, message, inventorySequence, added, signed);
    }

    /**
     * What is known of signatures under the decision's key. Nothing that was signed then or before is judged again, so that a
     * decision that was answered, and replaced by another one, cannot be put back.
     *
     * @param by fingerprint of the key that signed this decision; null where that was none of an actor
     * @param latest when the last decision under the key that an actor signed was signed
     */
    public record Signed(@Nullable String by, Instant latest) {}

    /** What may become of a decision. */
    public enum Outcome {
        /** It was carried out. */
        HONOURED,
        /** It was not carried out and never will be. */
        REFUSED,
        UNKNOWN
    }
}
