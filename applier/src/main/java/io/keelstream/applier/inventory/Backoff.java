package io.keelstream.applier.inventory;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When a failed target is tried again: 5 s doubled with each attempt, at most 5 min, less up to a fifth of jitter. */
public final class Backoff {

    private static final long FIRST_MILLIS = 5_000;
    private static final long LONGEST_MILLIS = 300_000;

    private Backoff() {}

    /**
     * The pause before the given attempt.
     *
     * @param attempt 1 for the first retry
     */
    public static Duration before(int attempt, RandomGenerator random) {
        int doublings = Math.min(Math.max(attempt - 1, 0), 10);
        long full = Math.min(LONGEST_MILLIS, FIRST_MILLIS << doublings);
        return Duration.ofMillis(full - random.nextLong(full / 5));
    }
}
