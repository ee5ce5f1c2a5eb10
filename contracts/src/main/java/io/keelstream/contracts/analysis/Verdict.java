package io.keelstream.contracts.analysis;

/** What an analysis concludes. */
public enum Verdict {
    /** Not worse than the margin on any metric: the release may go on. */
    PASS,
    /** Harm is proven: the release must go back. */
    FAIL,
    /** Neither was proven in time, or it could not be measured: the release holds. */
    INCONCLUSIVE,
    UNKNOWN
}
