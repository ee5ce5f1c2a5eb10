package io.keelstream.applier.write;

import io.keelstream.contracts.revision.Problem;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long and how an action may be tried.
 *
 * @param force take fields that other managers own
 * @param deadline no attempt begins later
 * @param end a call that is under way is given up
 * @param wanted whether the release still wants it: false ends every wait at once
 * @param serving whether "not served" may pass: the kind's definition is new
 * @param kept why no object is deleted to be replaced; null where that may be
 * @param plannedAt when the cluster was looked at for what is written; null where nothing depends on that
 */
public record Attempt(
        boolean force,
        Instant deadline,
        Instant end,
        Wanted wanted,
        boolean serving,
        @Nullable Problem kept,
        @Nullable Instant plannedAt) {

    private static final Duration SERVED = Duration.ofSeconds(15);

    /** What is tried again by its caller is not tried here for longer. */
    private static final Duration BRIEF = Duration.ofSeconds(5);

    /** Longer than a server works on one request. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);

    /** Tries as usual, until the deadline. */
    public Attempt(boolean force, Instant deadline, Wanted wanted) {
        this(force, deadline, deadline, wanted, false, null, null);
    }

    /** Tries for a moment, since the caller comes again; a call that the server is slow with is waited for. */
    public static Attempt brief(boolean force, Instant now, Wanted wanted) {
        return new Attempt(force, now.plus(BRIEF), now.plus(LONGEST_CALL), wanted, false, null, null);
    }

    /** The same for an object whose kind or namespace was created a moment ago. */
    Attempt untilServed(Instant now) {
        Instant limit = now.plus(SERVED);
        return new Attempt(force, limit.isBefore(deadline) ? limit : deadline, end, wanted, true, kept, plannedAt);
    }

    /** The same by a plan of that time. */
    public Attempt plannedAt(Instant time) {
        return new Attempt(force, deadline, end, wanted, serving, kept, time);
    }

    /** The same for an object that is not deleted to be replaced. */
    public Attempt keeping(@Nullable Problem why) {
        return new Attempt(force, deadline, end, wanted, serving, why, plannedAt);
    }

    /** Asked before each attempt. */
    public interface Wanted {

        boolean still();

        /** Waits at most so long, or until the release is superseded. */
        void pause(long millis) throws InterruptedException;
    }
}
