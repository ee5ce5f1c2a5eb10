package io.keelstream.applier.write;

import java.time.Duration;
import java.time.Instant;

/**
 * How long and how an action may be tried.
 *
 * @param force take fields that other managers own
 * @param deadline no attempt begins later
 * @param wanted whether the release still wants it: false ends every wait at once
 * @param serving whether "not served" may pass: the kind's definition is new
 */
public record Attempt(boolean force, Instant deadline, Wanted wanted, boolean serving) {

    private static final Duration SERVED = Duration.ofSeconds(15);

    /** Tries as usual. */
    public Attempt(boolean force, Instant deadline, Wanted wanted) {
        this(force, deadline, wanted, false);
    }

    /** The same for an object whose kind or namespace was created a moment ago. */
    Attempt untilServed(Instant now) {
        Instant limit = now.plus(SERVED);
        return new Attempt(force, limit.isBefore(deadline) ? limit : deadline, wanted, true);
    }

    /** Asked before each attempt. */
    public interface Wanted {

        boolean still();

        /** Waits at most so long, or until the release is superseded. */
        void pause(long millis) throws InterruptedException;
    }
}
