package io.keelstream.kubernetes.health;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Times in the status of an object. */
final class Times {

    private Times() {}

    /** The time; null where none, or none that can be read, is given. */
    static @Nullable Instant of(@Nullable Object text) {
        try {
            return text instanceof String time ? Instant.parse(time) : null;
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }
}
