package io.keelstream.canary.verdict;

/** What the judge says after a tick. Immutable. */
public enum Ruling {
    /** Go on: not worse than the margin on any metric. */
    PASS,
    /** Go back: harm is proven. */
    FAIL,
    /** Neither is proven yet. */
    CONTINUE
}
