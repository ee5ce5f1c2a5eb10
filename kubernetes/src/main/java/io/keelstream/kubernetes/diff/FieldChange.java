package io.keelstream.kubernetes.diff;

import org.jspecify.annotations.Nullable;

/**
 * One difference between two states of an object. A subtree that appears or goes is one change.
 *
 * @param path RFC 6901 pointer; items of associative lists by their key: {@code /spec/ports/port=80,protocol=TCP}
 * @param kind what happened
 * @param before the value before, masked where it is secret; null where there was none
 * @param after the value after, masked where it is secret; null where there is none
 */
public record FieldChange(
        String path,
        Kind kind,
        @Nullable Object before,
        @Nullable Object after) {

    /** What happened to a field. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED,
        /** The same items of an associative list in another order; before and after are the items' keys. */
        REORDERED
    }
}
