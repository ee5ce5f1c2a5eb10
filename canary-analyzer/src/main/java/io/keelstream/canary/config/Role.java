package io.keelstream.canary.config;

/** What a metric may decide. */
public enum Role {
    /** Harm on it fails the canary, and nothing passes before it is proven not worse than its margin. */
    GATE,
    /** Harm on it fails the canary; a pass does not wait for it. */
    HARM,
    /** It is reported and decides nothing. */
    OBSERVE
}
