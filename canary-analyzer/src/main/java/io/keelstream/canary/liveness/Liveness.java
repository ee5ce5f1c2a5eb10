package io.keelstream.canary.liveness;

/**
 * Notices a canary that has fallen silent while the baseline has load.
 *
 * <p>With the canary's usual share of the load, a silent canary is expected to have had mu requests since it was last
 * heard; for Poisson arrivals the chance of hearing none is {@code exp(-mu)}. It has failed when mu exceeds 20: one in
 * 500 million. Silence is a reading of zero. A gap (no reading at all) is the metrics system's fault unless it lasts:
 * it counts as silence from the thirtieth minute on, and from four times the longest earlier gap on.
 *
 * <p>Immutable.
 *
 * @param baselineRequests requests of the baseline while the canary was heard
 * @param canaryRequests requests of the canary
 * @param expected mu, requests that the silent canary should have had
 * @param gap length of the present gap in ticks
 * @param longestGap length of the longest gap that has ended, in ticks
 */
public record Liveness(double baselineRequests, double canaryRequests, double expected, long gap, long longestGap) {

    private static final double LIMIT = 20;
    private static final long LEAST_GAP = 180;

    /** Before the first tick. */
    public static Liveness none() {
        return new Liveness(0, 0, 0, 0, 0);
    }

    /** After a tick in which both arms were read; requests of each. */
    public Liveness heard(double baseline, double canary) {
        if (canary > 0) {
            return new Liveness(baselineRequests + baseline, canaryRequests + canary, 0, 0, Math.max(gap, longestGap));
        }
        return new Liveness(baselineRequests, canaryRequests, expected + share(baseline), 0, Math.max(gap, longestGap));
    }

    /** After a tick in which the baseline was read and the canary was not. */
    public Liveness missed(double baseline) {
        boolean counts = gap + 1 >= Math.max(LEAST_GAP, 4 * longestGap);
        return new Liveness(
                baselineRequests, canaryRequests, counts ? expected + share(baseline) : expected, gap + 1, longestGap);
    }

    /** After a change of the traffic weight: the share has to be learned anew. */
    public Liveness atStep() {
        return new Liveness(0, 0, expected, gap, longestGap);
    }

    /** Whether the silence cannot be chance. */
    public boolean silent() {
        return expected > LIMIT;
    }

    /** Whether the canary was never heard. */
    public boolean neverHeard() {
        return canaryRequests == 0;
    }

    private double share(double baseline) {
        return baselineRequests == 0 ? 0 : baseline * canaryRequests / baselineRequests;
    }
}
