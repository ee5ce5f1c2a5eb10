package io.keelstream.canary.verdict;

import io.keelstream.canary.observations.ArmCounts;

/**
 * What one comparison shows. For a histogram there is one per quantile. Immutable.
 *
 * @param name {@code metric} or {@code metric/quantile}
 * @param logE ln of the evidence of harm
 * @param ratio how the arms compare
 * @param counts events and totals of both arms; zeros for a gauge
 * @param dispersion phi that was reckoned with
 * @param pass how far it is from a pass
 * @param bound the bucket bound in use, NaN where there is none
 */
public record Comparison(
        String name, double logE, Ratio ratio, ArmCounts counts, double dispersion, Pass pass, double bound) {

    /**
     * How the arms compare.
     *
     * @param estimate ratio canary : baseline, for an objective the share of good events; NaN without events
     * @param low lower end of the 95 % interval
     * @param high upper end, maybe infinite
     */
    public record Ratio(double estimate, double low, double high) {}

    /**
     * How far a comparison is from a pass.
     *
     * @param rejectsMargin whether "worse than the margin" is rejected
     * @param logPass ln of one over the probability of so few events at the margin; a pass needs a little more than ln(1/beta)
     * @param trafficNeeded canary requests still needed for an even chance of passing; 0 when it passes, NaN when unknown
     */
    public record Pass(boolean rejectsMargin, double logPass, double trafficNeeded) {}

    /** Ratio canary : baseline, for an objective the share of good events; NaN without events. */
    public double estimate() {
        return ratio.estimate();
    }

    /** Lower end of the 95 % interval. */
    public double low() {
        return ratio.low();
    }

    /** Upper end, maybe infinite. */
    public double high() {
        return ratio.high();
    }

    /** Whether "worse than the margin" is rejected. */
    public boolean rejectsMargin() {
        return pass.rejectsMargin();
    }

    /** ln of one over the probability of so few events at the margin. */
    public double logPass() {
        return pass.logPass();
    }

    /** Canary requests still needed for an even chance of passing; 0 when it passes, NaN when unknown. */
    public double trafficNeeded() {
        return pass.trafficNeeded();
    }

    /** The same with what was decided at another bound. */
    Comparison at(double otherLogE, Comparison other) {
        return new Comparison(name, otherLogE, ratio, counts, dispersion, other.pass, bound);
    }
}
