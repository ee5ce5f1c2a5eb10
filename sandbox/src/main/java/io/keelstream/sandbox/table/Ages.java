package io.keelstream.sandbox.table;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Spans of time as kubectl shows them: two units at most, the finer one left out where it says little. */
final class Ages {

    private final Clock clock;

    Ages(Clock clock) {
        this.clock = clock;
    }

    /** The time since a moment, or {@code <unknown>}. */
    String since(String timestamp) {
        try {
            return timestamp.isEmpty()
                    ? "<unknown>"
                    : shown(Duration.between(Instant.parse(timestamp), clock.instant()));
        } catch (DateTimeException e) {
            return "<invalid>";
        }
    }

    /** The time between two moments. */
    String between(String start, String end) {
        try {
            return shown(Duration.between(Instant.parse(start), end.isEmpty() ? clock.instant() : Instant.parse(end)));
        } catch (DateTimeException e) {
            return "<invalid>";
        }
    }

    static String shown(Duration span) {
        long seconds = span.toSeconds();
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 120) {
            return Math.max(0, seconds) + "s";
        }
        long minutes = seconds / 60;
        if (minutes < 10) {
            return both(minutes, "m", seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        long hours = minutes / 60;
        if (hours < 8) {
            return both(hours, "h", minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        long days = hours / 24;
        if (hours < 192) {
            return both(days, "d", hours % 24, "h");
        }
        if (days < 365 * 2) {
            return days + "d";
        }
        return days < 365 * 8 ? both(days / 365, "y", days % 365, "d") : days / 365 + "y";
    }

    private static String both(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : small + smallUnit);
    }
}
