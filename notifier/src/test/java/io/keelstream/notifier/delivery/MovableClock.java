package io.keelstream.notifier.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that tests move on. Thread-safe. */
final class MovableClock extends Clock {

    private final InstantSource source;
    private volatile Duration ahead = Duration.ZERO;

    /** One that stands still. */
    MovableClock(Instant now) {
        this(InstantSource.fixed(now));
    }

    /** One that goes on by itself, too. */
    MovableClock(InstantSource source) {
        this.source = source;
    }

    void advance(Duration by) {
        ahead = ahead.plus(by);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return source.instant().plus(ahead);
    }
}
