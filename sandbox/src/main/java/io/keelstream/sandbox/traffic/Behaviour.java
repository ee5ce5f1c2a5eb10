package io.keelstream.sandbox.traffic;

import java.util.SplittableRandom;

/**
 * How a pretended pod answers, by the tag of its image: {@code -errors} fails 1 request of 10, {@code -slow} takes four times
 * as long, {@code -silent} answers nothing after a quarter of a minute with requests; any other tag fails 1 of 100 and answers
 * within 20 ms to 500 ms.
 */
enum Behaviour {
    HEALTHY(0.01, 1),
    ERRORS(0.1, 1),
    SLOW(0.01, 4),
    SILENT(0, 1);

    /** For how many seconds from its first request a pod that falls silent answers. */
    static final int HEARD_SECONDS = 15;

    /** Upper bounds of the buckets of a histogram; seconds. */
    static final double[] BOUNDS = {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    private static final double MEDIAN_SECONDS = 0.1;
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
            if (tag.endsWith("-" + each.name().toLowerCase(java.util.Locale.ROOT))) {
                return each;
            }
        }
        return HEALTHY;
    }

    boolean fails(SplittableRandom random) {
        return random.nextDouble() < failing;
    }

    /** How long an answer takes; seconds. */
    double seconds(SplittableRandom random) {
        return slower * MEDIAN_SECONDS * Math.exp(SIGMA * random.nextGaussian());
    }
}
