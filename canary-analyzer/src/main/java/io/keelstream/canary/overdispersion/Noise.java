package io.keelstream.canary.overdispersion;

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
        return new Noise(PRIOR_DISPERSION, 2 * PRIOR_POD_SPREAD * PRIOR_POD_SPREAD, false);
    }
}
