package io.keelstream.contracts.decision;

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
 */
public record DecisionAnswer(
        Decision decision,
        Outcome outcome,
        String reason,
        String message,
        @Nullable Long inventorySequence) {

    /** The answer to a decision that no inventory limits. */
    public DecisionAnswer(Decision decision, Outcome outcome, String reason, String message) {
        this(decision, outcome, reason, message, null);
    }

    /** What may become of a decision. */
    public enum Outcome {
        /** It was carried out. */
        HONOURED,
        /** It was not carried out and never will be. */
        REFUSED,
        UNKNOWN
    }
}
