package io.keelstream.contracts.drift;

/** In which way an object is not what was applied. */
public enum DriftKind {
    /** Fields that Git sets are changed or removed, or fields were added under our manager's name. */
    MODIFIED,
    /** It is gone; an object of its name that was created since is another one. */
    MISSING,
    /** It carries the owner mark of another target or installation, or a controller took it. */
    FOREIGN_OWNER,
    UNKNOWN
}
