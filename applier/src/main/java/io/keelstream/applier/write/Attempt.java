package io.keelstream.applier.write;

import java.time.Duration;
import java.time.Instant;

/**
 * How long and how an action may be tried.
 *
 * @param force take fields that other managers own
 * @param deadline no attempt begins later
 * @param end a call that is under way is given up
 * @param wanted whether the release still wants it: false ends every wait at once
 * @param serving whether "not served" may pass: the kind's definition is new
 */
public record Attempt(boolean force, Instant deadline, Instant end, Wanted wanted, boolean serving) {

    private static final Duration SERVED = Duration.ofSeconds(15);

    /** What is tried again by its caller is not tried here for longer. */
    private static final Duration BRIEF = Duration.ofSeconds(5);

    /** Longer than a server works on one request. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);

    /** Tries as usual, until the deadline. */
    public Attempt(boolean force, Instant deadline, Wanted wanted) {
        this(force, deadline, deadline, wanted, false);
    }

    /** Tries for a moment, since the caller comes again; a call that the server is slow with is waited for. */
    public static Attempt brief(boolean force, Instant now, Wanted wanted) {
        return new Attempt(force, now.plus(BRIEF), now.plus(LONGEST_CALL), wanted, false);
    }

    /** The same for an object whose kind or namespace was created a moment ago. */
    Attempt untilServed(Instant now) {
        Instant limit = now.plus(SERVED);
        return new Attempt(force, limit.isBefore(deadline) ? limit : deadline, end, wanted, true);
    }

    /** Asked before each attempt. */
    public interface Wanted {

        boolean still();

        /** Waits at most so long, or until the release is superseded. */
        void pause(long millis) throws InterruptedException;
    }
}
