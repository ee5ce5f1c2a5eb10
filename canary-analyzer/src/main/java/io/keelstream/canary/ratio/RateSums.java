package io.keelstream.canary.ratio;

import io.keelstream.canary.observations.ArmCounts;

/**
 * What has been counted so far, and the rate ratio that it suggests.
 *
 * <p>The ratio is that of Mantel and Haenszel (1959), {@code sum(x_c n_b / n) / sum(x_b n_c / n)} with n the requests of
 * both arms in the tick: what both arms share (load, time of day, a ramp of the weights) cancels tick by tick. Immutable.
 *
 * @param counts plain sums
 * @param canaryPart numerator of the ratio, in events
 * @param baselinePart denominator of the ratio, in events
 * @param information sum of the binomial variances of the canary's share at equality, in events
 */
public record RateSums(ArmCounts counts, double canaryPart, double baselinePart, double information) {

    /** Before the first tick. */
    static RateSums none() {
        return new RateSums(new ArmCounts(0, 0, 0, 0), 0, 0, 0);
    }

    RateSums after(ArmCounts tick) {
        double requests = tick.baselineTotal() + tick.canaryTotal();
        double share = tick.canaryShare(1);
        return new RateSums(
                counts.plus(tick),
                canaryPart + tick.canaryEvents() * tick.baselineTotal() / requests,
                baselinePart + tick.baselineEvents() * tick.canaryTotal() / requests,
                information + tick.events() * share * (1 - share));
    }

    /** The rate ratio, NaN without events. */
    public double ratio() {
        return canaryPart / baselinePart;
    }

    /** The rate ratio, drawn towards 1 by one imaginary event in each arm: what the next tick is expected to show. */
    double cautiousRatio() {
        return (canaryPart + 0.5) / (baselinePart + 0.5);
    }
}
