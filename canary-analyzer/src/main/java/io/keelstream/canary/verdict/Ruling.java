package io.keelstream.canary.verdict;

/** What the judge says after a tick. Immutable. */
public enum Ruling {
    /** Go on: not worse than the margin on any metric. */
    PASS,
    /** Go on to the next step: nothing speaks of harm after the soak and enough requests. */
    NO_HARM,
    /** Go back: harm is proven. */
    FAIL,
    /** Neither is proven yet. */
    CONTINUE
}
