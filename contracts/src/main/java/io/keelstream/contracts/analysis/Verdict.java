package io.keelstream.contracts.analysis;

/** What an analysis concludes. */
public enum Verdict {
    /** Not worse than the margin on any metric: the release may go on. */
    PASS,
    /** Nothing speaks of harm after the soak and enough requests: the step may end, the release may not be promoted. */
    NO_HARM,
    /** Harm is proven: the release must go back. */
    FAIL,
    /** Neither was proven in time, or it could not be measured: the release holds. */
    INCONCLUSIVE,
    UNKNOWN
}
