package io.keelstream.contracts.drift;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One field that drifted, and who changed it as far as the API server says.
 *
 * @param path RFC 6901 pointer; items of associative lists stand by their key
 * @param change what happened to it
 * @param manager field manager that owns it now; null for a removed field, whose remover the server does not record
 * @param operation how the manager wrote: {@code Apply} or {@code Update}; null without a manager
 * @param subresource through which it wrote; null for the object itself
 * @param time when the manager last changed the object, to the second; null where the server says none
 * @param live its value now, for image, replicas and resources alone; null otherwise
 * @param desired its value in Git, under the same rule
 */
public record DriftedField(
        String path,
        Change change,
        @Nullable String manager,
        @Nullable String operation,
        @Nullable String subresource,
        @Nullable Instant time,
        @Nullable String live,
        @Nullable String desired) {

    /** What happened to a field. */
    public enum Change {
        CHANGED,
        REMOVED,
        /** Written under our own manager's name beside what Git sets. */
        ADDED,
        UNKNOWN
    }
}
