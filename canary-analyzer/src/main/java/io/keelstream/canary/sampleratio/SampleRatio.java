package io.keelstream.canary.sampleratio;

import org.apache.commons.numbers.gamma.LogBeta;

/**
 * Whether the canary's share of the requests is the one that the router was asked for.
 *
 * <p>Beta-binomial e-process (the two-arm case of the Dirichlet-multinomial of Lindon and Malek, "Anytime-valid inference
 * for multinomial count data", 2022): {@code E = B(a+x, a+n-x) / B(a,a) / max(p^x (1-p)^(n-x))} with the maximum over the
 * shares that count as right, those whose odds are within a fifth of the odds asked for. Dividing by the greatest
 * likelihood of the null keeps E an e-process for all of it. Counts are divided by a dispersion of 10 because requests
 * travel on shared connections. Sums are those of the current step. Immutable.
 *
 * @param canary requests of the canary in this step
 * @param total requests of both arms in this step
 */
public record SampleRatio(double canary, double total) {

    private static final double PRIOR = 0.5;
    private static final double RIGHT_ODDS = 1.2;
    private static final double DISPERSION = 10;

    /** At the beginning of a step. */
    public static SampleRatio none() {
        return new SampleRatio(0, 0);
    }

    /** After a tick. */
    public SampleRatio after(double baselineRequests, double canaryRequests) {
        return new SampleRatio(canary + canaryRequests, total + baselineRequests + canaryRequests);
    }

    /**
     * ln of the evidence against the share that was asked for.
     *
     * @param share the canary's share of the requests of both arms, between 0 and 1
     */
    public double logE(double share) {
        double x = canary / DISPERSION;
        double n = total / DISPERSION;
        if (n == 0) {
            return 0;
        }
        double odds = share / (1 - share);
        double least = odds / RIGHT_ODDS / (1 + odds / RIGHT_ODDS);
        double most = odds * RIGHT_ODDS / (1 + odds * RIGHT_ODDS);
        double p = Math.clamp(x / n, least, most);
        return LogBeta.value(PRIOR + x, PRIOR + n - x)
                - LogBeta.value(PRIOR, PRIOR)
                - x * StrictMath.log(p)
                - (n - x) * StrictMath.log1p(-p);
    }
}
