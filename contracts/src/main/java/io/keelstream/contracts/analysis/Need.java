package io.keelstream.contracts.analysis;

/** What a release waits for at a gate. Harm ends every gate with FAIL, whatever it needs. */
public enum Need {
    /** The step may end: its soak is counted, the canary had enough requests, and no metric is under suspicion. */
    NO_HARM,
    /** The canary is proven not worse than the margin on every gating metric. */
    PASS,
    /** Nothing: the canary has traffic while the release waits for something else. The only verdict is FAIL. */
    WATCH,
    UNKNOWN
}
