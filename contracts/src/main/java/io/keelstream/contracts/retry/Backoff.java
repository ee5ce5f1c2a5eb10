package io.keelstream.contracts.retry;

import java.time.Duration;
import java.time.Instant;

/**
 * How long to wait after failures in a row: a first pause that doubles up to a longest one. Pure: the jitter follows from a
 * seed, so that a plan computed twice is the same plan.
 *
 * <p>It is part of the contracts because planner and applier publish times that follow one rule ({@link #TARGET}), and
 * because everything that retries by itself stands on this module. Resilience4j's functions draw their jitter from a random
 * source of their own; the Kubernetes client uses them with Resilience4j's retry, where nothing is published.
 *
 * @param first pause after the first failure; positive
 * @param longest limit of the pause; at least {@code first}
 */
public record Backoff(Duration first, Duration longest) {

    /** The pause before a target that failed is tried again; with jitter, by target and attempt. */
    public static final Backoff TARGET = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(5));

    /** More doublings than any limit needs, fewer than would overflow. */
    private static final int MOST_DOUBLINGS = 30;

    /** Part of a pause that jitter may take off, in percent. */
    private static final int JITTER = 25;

    public Backoff {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("a back-off from " + first + " to " + longest
                    + ": the first pause must be positive and not longer than the longest");
        }
    }

    /** From a first pause to a longest one, in milliseconds. */
    public static Backoff ofMillis(long first, long longest) {
        return new Backoff(Duration.ofMillis(first), Duration.ofMillis(longest));
    }

    /** The pause after so many failures in a row; 1 or less for the first. */
    public Duration after(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /**
     * The same, shortened by up to a quarter, so that what failed together does not come back together.
     *
     * @param seed what the jitter follows from, e.g. the target
     */
    public Duration after(int failures, String seed) {
        Duration pause = after(failures);
        int percent = Math.floorMod((seed + "#" + failures).hashCode(), JITTER + 1);
        return pause.minus(pause.multipliedBy(percent).dividedBy(100));
    }

    /** When the try after so many failures is due. */
    public Instant next(int failures, String seed, Instant failedAt) {
        return failedAt.plus(after(failures, seed));
    }
}
