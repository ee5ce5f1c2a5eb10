package io.keelstream.canary.overdispersion;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What is believed about the noise of one rate comparison before the analysis begins. Immutable.
 *
 * @param dispersion variance of the canary's share of events over its binomial variance, summed over a long time; at
 *     least 1
 * @param offsetVariance variance of the log rate ratio of two harmless arms that stays for a whole analysis (their
 *     pods); at least 0
 * @param learned whether it comes from earlier analyses; else the analysis watches its own noise and corrects upwards
 */
public record Noise(double dispersion, double offsetVariance, boolean learned) {

    /** Dispersion that is assumed as long as nothing is known. */
    public static final double PRIOR_DISPERSION = 1.25;

    /** Standard deviation of the log rate between pods of one version that is assumed as long as nothing is known. */
    public static final double PRIOR_POD_SPREAD = 0.05;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    public Noise {
        if (!(dispersion >= 1 && dispersion < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("dispersion must be at least 1, got " + dispersion);
        }
        if (!(offsetVariance >= 0 && offsetVariance < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("offsetVariance must not be negative, got " + offsetVariance);
        }
    }

    /** Without any earlier analysis. */
    public static Noise unknown() {
        return unknown(PRIOR_POD_SPREAD);
    }

    /**
     * The share of requests slower than a quantile, without any earlier analysis: pods whose latency differs by five
     * percent differ more in their tails. For a lognormal latency of sigma 1 the log share moves by the normal hazard
     * rate times the log latency: 0.8 at p50, 1.75 at p90, 2.67 at p99.
     *
     * @param quantile between 0 and 1
     */
    public static Noise unknownAbove(double quantile) {
        double z = NORMAL.inverseCumulativeProbability(quantile);
        return unknown(PRIOR_POD_SPREAD * Math.max(1, NORMAL.density(z) / (1 - quantile)));
    }

    private static Noise unknown(double podSpread) {
        return new Noise(PRIOR_DISPERSION, 2 * podSpread * podSpread, false);
    }

    /** The variance of the log rate between pods of one version that is believed as long as nothing is learned. */
    public double podVariance() {
        return offsetVariance / 2;
    }
}
