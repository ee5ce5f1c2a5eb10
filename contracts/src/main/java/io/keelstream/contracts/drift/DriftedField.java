package io.keelstream.contracts.drift;

import io.keelstream.contracts.event.Inline;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One field that drifted, and who changed it as far as the API server says.
 *
 * @param path RFC 6901 pointer; items of associative lists stand by their key
 * @param change what happened to it
 * @param writer who changed it, as far as the API server says
 * @param live its value now, for image, replicas and resources alone; null otherwise
 * @param desired its value in Git, under the same rule
 */
public record DriftedField(
        String path,
        Change change,
        @Inline Writer writer,
        @Nullable String live,
        @Nullable String desired) {

    /**
     * Who owns a field now.
     *
     * @param manager field manager that owns it; null for a removed field, whose remover the server does not record
     * @param operation how the manager wrote: {@code Apply} or {@code Update}; null without a manager
     * @param subresource through which it wrote; null for the object itself
     * @param time when the manager last changed the object, to the second; null where the server says none
     */
    public record Writer(
            @Nullable String manager,
            @Nullable String operation,
            @Nullable String subresource,
            @Nullable Instant time) {

        /** Not known. */
        public static final Writer UNKNOWN = new Writer(null, null, null, null);
    }

    /** Field manager that owns it now; null where that is not known. */
    public @Nullable String manager() {
        return writer.manager();
    }

    /** How the manager wrote; null without a manager. */
    public @Nullable String operation() {
        return writer.operation();
    }

    /** Through which subresource it wrote; null for the object itself. */
    public @Nullable String subresource() {
        return writer.subresource();
    }

    /** When the manager last changed the object; null where the server says none. */
    public @Nullable Instant time() {
        return writer.time();
    }

    /** What happened to a field. */
    public enum Change {
        CHANGED,
        REMOVED,
        /** Written under our own manager's name beside what Git sets. */
        ADDED,
        UNKNOWN
    }
}
