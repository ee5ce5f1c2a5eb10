package io.keelstream.canary.overdispersion;

/**
 * A running estimate of the dispersion of the canary's share of events, from the past of the same analysis.
 *
 * <p>The residual of a tick is the canary's events less their expectation given the ratio estimated from earlier
 * ticks, so a constant harm cancels. The long-run variance is the sum of squared residuals plus twice their lagged
 * products with weights {@code MEMORY^lag} (a kernel estimate of the spectrum at frequency zero: Newey and West 1987,
 * here with an exponential kernel because it needs one number of state). Divided by the binomial variance it is the
 * dispersion phi; it is blended with the prior as if that had been seen for {@code PRIOR_TICKS} ticks.
 *
 * <p>Assumption: the noise forgets within some minutes. Dimensionless. Immutable.
 *
 * @param memory sum of the earlier residuals, discounted
 * @param squares sum of squared residuals and twice their lagged products, in events squared
 * @param variance sum of the binomial variances, in events squared
 * @param ticks ticks with events
 */
public record DispersionEstimate(double memory, double squares, double variance, long ticks) {

    private static final double MEMORY = 0.95;
    private static final double PRIOR_TICKS = 40;

    /** Before the first tick. */
    public static DispersionEstimate none() {
        return new DispersionEstimate(0, 0, 0, 0);
    }

    /**
     * After a tick.
     *
     * @param residual canary's events less their expectation
     * @param binomialVariance their variance, were events independent
     */
    public DispersionEstimate after(double residual, double binomialVariance) {
        double lagged = MEMORY * memory;
        return new DispersionEstimate(
                lagged + residual,
                squares + residual * residual + 2 * residual * lagged,
                variance + binomialVariance,
                ticks + 1);
    }

    /**
     * The dispersion to reckon with: what was learned, or else the greater of the prior and the estimate.
     *
     * @param known what is believed beforehand
     */
    public double given(Noise known) {
        if (known.learned() || variance == 0) {
            return known.dispersion();
        }
        double observed = squares / variance;
        double blended = (PRIOR_TICKS * known.dispersion() + ticks * observed) / (PRIOR_TICKS + ticks);
        return Math.max(known.dispersion(), blended);
    }
}
