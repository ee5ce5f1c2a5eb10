package io.keelstream.canary.verdict;

/** What an analysis has to show before it ends well. Harm ends every analysis. */
public enum Goal {
    /** The soak is counted, the canary had enough requests, and no metric is under suspicion. */
    NO_HARM,
    /** Every gating metric is proven not worse than its margin. */
    PASS,
    /** It never ends well: harm alone is looked for. */
    WATCH
}
