package io.keelstream.canary.course;

import io.keelstream.canary.increments.Span;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When an analysis is looked at, and when its time is over. No thread polls: two looks that bring nothing are a second
 * apart at least.
 *
 * @param interval length of a tick that was asked for
 * @param until end of the analysis' time; null when it has none
 */
record Pace(Duration interval, @Nullable Instant until) {

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** What a scrape brought can be asked for a moment later. */
    private static final Duration SETTLED = Duration.ofMillis(250);

    /** After its time is over, an analysis waits so long for its last ticks. */
    private static final Duration LAST_TICKS = Duration.ofSeconds(30);

    /** Whether its time is over. */
    boolean late(Instant now) {
        return until != null && !now.isBefore(until);
    }

    /**
     * Whether its time is over and nothing of it is missing any more.
     *
     * @param next the first tick that was not judged
     */
    boolean over(Span next, Instant now) {
        if (until == null || now.isBefore(until)) {
            return false;
        }
        return next.to() > until.toEpochMilli() || now.isAfter(until.plus(LAST_TICKS));
    }

    /** When to look again after the source was of no use. */
    Instant afterFailure(Instant now) {
        return now.plus(least(LONGEST_WAIT, most(SHORTEST_WAIT, interval)));
    }

    /**
     * When to look again.
     *
     * @param next the first tick that was not judged
     * @param spacingMillis time between two scrapes; a tick is complete about one scrape late
     * @param moved whether this look brought a tick, so that the next may be there already
     */
    Instant next(Span next, long spacingMillis, boolean moved, Instant now) {
        Instant closes = Instant.ofEpochMilli(next.to() + spacingMillis).plus(SETTLED);
        if (closes.isAfter(now)) {
            return closes;
        }
        return moved ? now : now.plus(most(SHORTEST_WAIT, Duration.ofMillis(spacingMillis)));
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration most(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
