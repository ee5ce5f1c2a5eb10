package io.keelstream.applier.phase;

import io.keelstream.applier.release.ReleaseState;
import java.time.Duration;
import java.time.Instant;

/** How long a release waits for something, and how often it looks without a change. */
final class Waits {

    /** What takes longer is recorded, and gives the thread back. */
    static final Duration LONG = Duration.ofSeconds(5);

    /** A wait on a thread looks so often, since health may change with time alone. */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** When another release is about to take this one's place. */
    static final Duration SOON = Duration.ofMillis(200);

    /** Before anything fails by its time, the server itself is asked, for so long at most. */
    static final Duration ANSWER = Duration.ofSeconds(10);

    private static final Duration LOOK_AGAIN_LATER = Duration.ofSeconds(2);

    private Waits() {}

    /** The shorter of a look's pause and what is left until the limit. */
    static Duration pause(Instant now, Instant limit) {
        Duration left = Duration.between(now, limit);
        return left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN;
    }

    /** A wait that is recorded; it is looked at again when its deadline has passed, at the latest, and one that has passed says no more. */
    static Next recorded(ReleaseState state, Instant now, Instant deadline) {
        Instant later = now.plus(LOOK_AGAIN_LATER);
        return new Next.Waits(state, deadline.isAfter(now) && deadline.isBefore(later) ? deadline : later);
    }
}
