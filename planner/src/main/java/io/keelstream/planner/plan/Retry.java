package io.keelstream.planner.plan;

import java.time.Duration;
import java.time.Instant;

/**
 * When a plan that the cluster refused is tried again: 5 s, doubling to 5 min, each shortened by up to a quarter so that
 * targets that failed together do not come back together. Pure: the jitter follows from target and attempt.
 */
public final class Retry {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 6;

    private Retry() {}

    /**
     * The time of the next try.
     *
     * @param target the target
     * @param attempt tries that failed before this one
     * @param now when this one failed
     */
    public static Instant notBefore(String target, int attempt, Instant now) {
        Duration pause = FIRST.multipliedBy(1L << Math.clamp(attempt, 0, DOUBLINGS));
        if (pause.compareTo(LONGEST) > 0) {
            pause = LONGEST;
        }
        int percent = Math.floorMod((target + "#" + attempt).hashCode(), 26);
        return now.plus(pause.minus(pause.multipliedBy(percent).dividedBy(100)));
    }
}
