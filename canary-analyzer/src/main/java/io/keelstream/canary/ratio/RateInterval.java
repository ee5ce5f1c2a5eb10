package io.keelstream.canary.ratio;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * The rate ratio with an interval, for people: the verdict does not rest on it.
 *
 * <p>Exact binomial interval of the canary's share of events (Clopper and Pearson 1934) with counts divided by the
 * dispersion, the events weighted as in {@link RateSums}; 95 % at one look. Immutable.
 *
 * @param estimate canary : baseline; NaN without events
 * @param low lower end, at least 0
 * @param high upper end; positive infinity when the baseline had no events
 */
public record RateInterval(double estimate, double low, double high) {

    private static final double TAIL = 0.025;

    /**
     * The interval of a comparison.
     *
     * @param sums what was counted
     * @param dispersion at least 1
     */
    public static RateInterval of(RateSums sums, double dispersion) {
        double canary = sums.canaryPart();
        double baseline = sums.baselinePart();
        double weighted = canary + baseline;
        if (weighted == 0) {
            return new RateInterval(Double.NaN, 0, Double.POSITIVE_INFINITY);
        }
        double effective = sums.counts().events() / dispersion;
        double x = effective * canary / weighted;
        double n = effective;
        double low = x <= 0 ? 0 : BetaDistribution.of(x, n - x + 1).inverseCumulativeProbability(TAIL);
        double high = x >= n ? 1 : BetaDistribution.of(x + 1, n - x).inverseSurvivalProbability(TAIL);
        return new RateInterval(
                sums.ratio(), low / (1 - low), high >= 1 ? Double.POSITIVE_INFINITY : high / (1 - high));
    }
}
