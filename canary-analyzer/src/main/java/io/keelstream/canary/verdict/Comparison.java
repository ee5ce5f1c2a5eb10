package io.keelstream.canary.verdict;

import io.keelstream.canary.observations.ArmCounts;

/**
 * What one comparison shows. For a histogram there is one per quantile. Immutable.
 *
 * @param name {@code metric} or {@code metric/quantile}
 * @param logE ln of the evidence of harm
 * @param estimate ratio canary : baseline, for an objective the share of good events; NaN without events
 * @param low lower end of the 95 % interval
 * @param high upper end, maybe infinite
 * @param counts events and totals of both arms; zeros for a gauge
 * @param dispersion phi that was reckoned with
 * @param rejectsMargin whether "worse than the margin" is rejected
 * @param logPass ln of one over the probability of so few events at the margin; a pass needs a little more than ln(1/beta)
 * @param bound the bucket bound in use, NaN where there is none
 * @param trafficNeeded canary requests still needed for an even chance of passing; 0 when it passes, NaN when unknown
 */
public record Comparison(
        String name,
        double logE,
        double estimate,
        double low,
        double high,
        ArmCounts counts,
        double dispersion,
        boolean rejectsMargin,
        double logPass,
        double bound,
        double trafficNeeded) {

    /** The same with what was decided at another bound. */
    Comparison at(double otherLogE, Comparison other) {
        return new Comparison(
                name,
                otherLogE,
                estimate,
                low,
                high,
                counts,
                dispersion,
                other.rejectsMargin,
                other.logPass,
                bound,
                other.trafficNeeded);
    }
}
