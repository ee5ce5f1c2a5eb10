package io.keelstream.cli.output;

import java.time.Duration;
import java.time.Instant;

/** Durations as {@code keelstream.yaml} has them: {@code 90s} is {@code 1m30s}. Pure. */
public final class DurationText {

    private DurationText() {}

    /** The text of a duration in milliseconds; a duration below a second in milliseconds. */
    public static String of(long millis) {
        Duration duration = Duration.ofMillis(millis);
        StringBuilder text = new StringBuilder();
        append(text, duration.toHours(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        return text.isEmpty() ? millis + "ms" : text.toString();
    }

    /** How long something lasts, in its largest unit: {@code 90s} is {@code 1m}. Nothing is younger than {@code 0s}. */
    public static String age(Instant since, Instant now) {
        Duration age = Duration.between(since, now);
        if (age.toDays() > 0) {
            return age.toDays() + "d";
        }
        if (age.toHours() > 0) {
            return age.toHours() + "h";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
    }

    private static void append(StringBuilder text, long number, String unit) {
        if (number > 0) {
            text.append(number).append(unit);
        }
    }
}
