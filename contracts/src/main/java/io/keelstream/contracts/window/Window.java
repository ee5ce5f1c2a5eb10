package io.keelstream.contracts.window;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Hours of the week in which changes may begin, or may not; or a pause, until whose end none begins.
 *
 * @param effect whether changes may begin then
 * @param hours days and times, e.g. {@code Mon-Fri 09:00-16:00}; of a pause its end, e.g. {@code until 2026-12-24T06:00:00Z}
 * @param timezone the IANA name of the time zone that the hours are in, e.g. {@code Europe/Berlin}
 */
public record Window(Effect effect, String hours, String timezone) {

    private static final String UNTIL = "until ";

    /** No change begins before this time. */
    public static Window pause(Instant end) {
        return new Window(Effect.DENY, UNTIL + end, "UTC");
    }

    /** When the pause ends that this is; null where it is none, or its end cannot be read. */
    public @Nullable Instant pauseEnd() {
        if (effect != Effect.DENY || !hours.startsWith(UNTIL)) {
            return null;
        }
        try {
            return Instant.parse(hours.substring(UNTIL.length()));
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }

    /** Whether changes may begin. */
    public enum Effect {
        ALLOW,
        /** Takes precedence over what is allowed. */
        DENY,
        UNKNOWN
    }
}
