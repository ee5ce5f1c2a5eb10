package io.keelstream.canary.observations;

/** The two sides of an analysis. Immutable. */
public enum Arm {
    /** The running version. */
    BASELINE,
    /** The version under trial. */
    CANARY
}
