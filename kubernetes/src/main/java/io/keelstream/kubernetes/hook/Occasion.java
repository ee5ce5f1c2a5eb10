package io.keelstream.kubernetes.hook;

/** What kind of release may run hooks; what only puts drift back runs none. */
public enum Occasion {
    /** The first release of a target. */
    FIRST,
    /** Every later release of what Git wants. */
    LATER,
    /** The way back to a commit that was healthy before. */
    ROLLBACK,
    /** The target left Git. */
    REMOVAL
}
