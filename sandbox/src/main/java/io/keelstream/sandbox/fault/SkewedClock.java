package io.keelstream.sandbox.fault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that can be made to go wrong by a fixed time while it runs. Thread-safe. */
public final class SkewedClock extends Clock {

    private final Clock right;
    private volatile Duration skew = Duration.ZERO;

    /** Shows the time of the other clock until it is skewed. */
    public SkewedClock(Clock right) {
        this.right = right;
    }

    void skew(Duration by) {
        skew = by;
    }

    @Override
    public ZoneId getZone() {
        return right.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return right.withZone(zone);
    }

    @Override
    public Instant instant() {
        return right.instant().plus(skew);
    }
}
