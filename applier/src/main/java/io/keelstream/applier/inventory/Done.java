package io.keelstream.applier.inventory;

/** What became of a planned action. */
public enum Done {
    /** What the plan says. */
    AS_PLANNED,
    /** The object was deleted to be replaced, and applied again as it was. */
    RESTORED,
    /** The object was deleted to be replaced, and is gone. */
    LOST,
    /** Nothing, as far as it is known. */
    NOT
}
