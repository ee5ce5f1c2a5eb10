package io.keelstream.e2e.traffic;

import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How a pod answers, by the tag of its image, in the words of the sandbox: {@code -errors} fails 1 request of 20, {@code -slow} takes
 * four times as long, {@code -silent} answers nothing after a quarter of a minute; and {@code -leaking} uses a fifth more of its heap each second.
 * Any other tag does none of that.
 */
enum Behaviour {
    HEALTHY(0, 1),
    ERRORS(0.05, 1),
    SLOW(0, 4),
    SILENT(0, 1),
    LEAKING(0, 1);

    /** For how long a pod that falls silent answers. */
    static final Duration HEARD = Duration.ofSeconds(15);

    private static final double LEAKS_PER_SECOND = 0.2;
    private static final double MEDIAN_SECONDS = 0.01;
    private static final double SIGMA = 0.5;

    private final double failing;
    private final double slower;

    Behaviour(double failing, double slower) {
        this.failing = failing;
        this.slower = slower;
    }

    static Behaviour of(String image) {
        String tag = image.substring(image.lastIndexOf(':') + 1);
        for (Behaviour each : values()) {
            if (tag.endsWith("-" + each.name().toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        return HEALTHY;
    }

    /** Whether a request fails. */
    boolean fails(SplittableRandom random) {
        return random.nextDouble() < failing;
    }

    /** How long an answer takes. */
    Duration time(SplittableRandom random) {
        double seconds = slower * MEDIAN_SECONDS * Math.exp(SIGMA * random.nextGaussian());
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /**
     * What is in use of the heap.
     *
     * @param bytes in use at the beginning
     * @param age of the pod
     */
    double used(double bytes, Duration age) {
        return this == LEAKING ? bytes * (1 + LEAKS_PER_SECOND * age.toMillis() / 1000.0) : bytes;
    }
}
