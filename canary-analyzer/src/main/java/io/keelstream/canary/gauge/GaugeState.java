package io.keelstream.canary.gauge;

import io.keelstream.canary.boundary.NormalMixture;
import io.keelstream.canary.config.GaugeMetric;

/**
 * A gauge compared between the arms: the mean of the log ratio per tick, which cancels what both arms share.
 *
 * <p>Asymptotic confidence sequence (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit theory
 * and asymptotic confidence sequences", 2024) with a long-run variance in place of the variance:
 * {@code mean +- sigma sqrt(2 (t rho^2 + 1) / (t^2 rho^2) ln(sqrt(t rho^2 + 1) / alpha))}, which is the normal mixture
 * boundary. Evidence of harm is the one-sided mixture of {@code sum(d - ln tolerated) / sigma}. The guarantee is
 * approximate: it assumes that batches outgrow the correlation. Immutable.
 *
 * @param ticks ticks in which both arms had positive values
 * @param sum sum of the log ratios
 * @param recent mean of the log ratios with half of the weight on the last 12 ticks
 * @param batches for the long-run variance
 * @param inversePods 1/m_b + 1/m_c of the last tick
 */
public record GaugeState(long ticks, double sum, double recent, BatchMeans batches, double inversePods) {

    /** Ticks at which the sequence is tightest: about 20 minutes. */
    private static final double TIGHT_AT = 120;

    /** Standard deviation per tick below which no series is believed: gauges are rounded and sampled late. */
    private static final double LEAST_DEVIATION = 0.03;

    private static final double POD_SPREAD = 0.05;

    private static final double KEPT = StrictMath.pow(0.5, 1.0 / 12);

    /** Before the first tick. */
    public static GaugeState none() {
        return new GaugeState(0, 0, 0, BatchMeans.none(), 2);
    }

    /**
     * After a tick.
     *
     * @param baselineMean mean over the baseline's pods, above 0
     * @param canaryMean mean over the canary's pods, above 0
     * @param pods 1/m_b + 1/m_c, with m the pods per arm
     */
    public GaugeState after(double baselineMean, double canaryMean, double pods) {
        double logRatio = StrictMath.log(canaryMean / baselineMean);
        double kept = Math.min(KEPT, ticks / (ticks + 1.0));
        double latest = kept * recent + (1 - kept) * logRatio;
        return new GaugeState(ticks + 1, sum + logRatio, latest, batches.after(logRatio), pods);
    }

    /**
     * ln of the evidence that the canary exceeds the tolerated ratio; 0 while the noise is not known.
     *
     * @param podSpread by what the standard deviation between pods is multiplied
     */
    public double logHarm(GaugeMetric metric, double alpha, double podSpread) {
        double widened = StrictMath.log(metric.tolerate()) + 2 * podSpread * POD_SPREAD * StrictMath.sqrt(inversePods);
        return logE(sum - ticks * widened, alpha);
    }

    /** Whether the ratio is below the margin: over the whole time, and lately by four standard errors (a leak grows). */
    public boolean passes(GaugeMetric metric, double beta) {
        double error = deviation() * StrictMath.sqrt((1 - KEPT) / (1 + KEPT));
        return logBelow(metric, beta) >= StrictMath.log(1 / beta)
                && recent + 4 * error < StrictMath.log(metric.margin().times());
    }

    /** ln of the evidence that the ratio is below the margin; 0 while the noise is not known. */
    public double logBelow(GaugeMetric metric, double beta) {
        return logE(ticks * StrictMath.log(metric.margin().times()) - sum, beta);
    }

    /** The mean ratio canary : baseline; NaN before the first tick. */
    public double estimate() {
        return StrictMath.exp(sum / ticks);
    }

    /** Half the width of a 95 % confidence sequence for the log ratio; positive infinity while the noise is unknown. */
    public double logHalfWidth() {
        double deviation = deviation();
        return Double.isNaN(deviation)
                ? Double.POSITIVE_INFINITY
                : deviation * NormalMixture.tightAt(TIGHT_AT, 0.05, false).boundary((double) ticks, 0.05) / ticks;
    }

    private double logE(double excess, double alpha) {
        double deviation = deviation();
        return Double.isNaN(deviation)
                ? 0
                : NormalMixture.tightAt(TIGHT_AT, alpha, true).logE(excess / deviation, (double) ticks);
    }

    private double deviation() {
        return Math.max(LEAST_DEVIATION, StrictMath.sqrt(batches.longRunVariance()));
    }
}
