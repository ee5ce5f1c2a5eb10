package io.keelstream.kubernetes.hook;

/** When the object of a hook is deleted. */
public enum Deletion {
    /** Before the hook runs the next time. */
    BEFORE_CREATE,
    /** When it succeeded. */
    SUCCEEDED,
    /** When it failed. */
    FAILED
}
