package io.keelstream.applier.attention;

import io.keelstream.contracts.attention.Attention;
import java.time.Duration;
import java.time.Instant;

/**
 * Something that waits for a person.
 *
 * @param attention what
 * @param patience how long it may take before an event says so
 */
record Wait(Attention attention, Duration patience) {

    /** Events repeat it at this interval. */
    private static final Duration REMINDER = Duration.ofHours(1);

    /** A pin is meant; it may be forgotten. */
    private static final Duration REMINDER_OF_A_PIN = Duration.ofDays(1);

    /** When the next event says so. */
    Instant due() {
        Attention.Said said = attention.said();
        return said == null ? attention.since().plus(patience) : said.at().plus(reminder());
    }

    private Duration reminder() {
        return attention.cause() == Attention.Cause.PIN ? REMINDER_OF_A_PIN : REMINDER;
    }

    /** The same with what is remembered of it. */
    Wait continuing(Attention earlier) {
        return new Wait(attention.continuing(earlier), patience);
    }

    /** The same after an event said so. */
    Wait said(Instant now) {
        return new Wait(attention.said(now), patience);
    }
}
