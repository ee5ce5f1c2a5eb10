package io.keelstream.canary.boundary;

import org.apache.commons.numbers.gamma.LogBeta;

/**
 * A confidence sequence for a probability: an interval that contains it at every look at once.
 *
 * <p>For each candidate p, the beta-binomial mixture {@code E(p) = B(a + x, b + n - x) / (B(a, b) p^x (1-p)^(n-x))} with
 * {@code a = r / (1-p)}, {@code b = r / p} is a martingale if p is true; the interval holds all p with
 * {@code E(p) < 1/alpha}. r is chosen so that the interval is tight after a stated number of trials.
 *
 * <p>Source: Howard, Ramdas, McAuliffe and Sekhon (2021), proposition 7; Robbins (1970). Immutable.
 *
 * @param low lower end
 * @param high upper end
 */
public record BernoulliSequence(double low, double high) {

    private static final double TUNING_ALPHA = 0.05;

    /**
     * The interval after some trials.
     *
     * @param successes x, in [0, n]; fractions allowed
     * @param trials n, above 0
     * @param alpha error probability over all looks
     * @param tightAt number of trials at which the interval shall be tight
     */
    public static BernoulliSequence of(double successes, double trials, double alpha, double tightAt) {
        double center = successes / trials;
        double target = StrictMath.log(1 / alpha);
        double low = successes <= 0 ? 0 : edge(successes, trials, tightAt, target, center, 0);
        double high = successes >= trials ? 1 : edge(successes, trials, tightAt, target, center, 1);
        return new BernoulliSequence(low, high);
    }

    private static double edge(
            double successes, double trials, double tightAt, double target, double inside, double outside) {
        double in = inside;
        double out = outside;
        for (int i = 0; i < 100; i++) {
            double middle = (in + out) / 2;
            if (logE(successes, trials, middle, tightAt) < target) {
                in = middle;
            } else {
                out = middle;
            }
        }
        return in;
    }

    private static double logE(double x, double n, double p, double tightAt) {
        double q = 1 - p;
        if (p <= 0 || q <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        double variance = p * q;
        double rho =
                NormalMixture.tightAt(tightAt * variance, TUNING_ALPHA, false).rho();
        double r = Math.max(1e-3 * variance, rho - variance);
        double a = r / q;
        double b = r / p;
        return LogBeta.value(a + x, b + n - x)
                - LogBeta.value(a, b)
                - x * StrictMath.log(p)
                - (n - x) * StrictMath.log1p(-p);
    }
}
