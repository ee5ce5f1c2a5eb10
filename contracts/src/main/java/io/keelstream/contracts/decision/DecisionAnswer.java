package io.keelstream.contracts.decision;

/**
 * What the service that judges a decision did with it. The table of answers keeps it from being honoured twice; the audit
 * stream repeats it.
 *
 * @param decision the decision that is answered
 * @param outcome what became of it
 * @param reason stable code for programs
 * @param message one sentence for people: what was done, or why it was not and what changed since
 */
public record DecisionAnswer(Decision decision, Outcome outcome, String reason, String message) {

    /** What may become of a decision. */
    public enum Outcome {
        /** It was carried out. */
        HONOURED,
        /** It was not carried out and never will be. */
        REFUSED,
        UNKNOWN
    }
}
