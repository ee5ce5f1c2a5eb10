package io.keelstream.contracts.deployment;

/** Whether the release is good. */
public enum Outcome {
    /** Every object of the target is healthy. */
    HEALTHY,
    /** What this release changed is healthy; something it did not touch is not. */
    DEGRADED,
    /** What this release changed did not become healthy, or could not be applied. */
    FAILED,
    /** Traffic or objects went back to the version before. */
    ROLLED_BACK,
    /** A canary was rehearsed: nothing was released, whatever was found. */
    REHEARSED,
    /** A newer revision took over. */
    SUPERSEDED,
    /** The target was removed. */
    REMOVED,
    UNKNOWN
}
