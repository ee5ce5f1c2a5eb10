package io.keelstream.canary.verdict;

import java.util.List;
import java.util.Set;

/**
 * What the judge knows and rules after some ticks. Immutable.
 *
 * @param ruling pass, fail or go on
 * @param tick number of the latest tick
 * @param reason why, for people
 * @param logE ln of the combined evidence of harm
 * @param metrics by metric, in the order of the configuration
 * @param blamed comparisons that a failure may be blamed on, strongest first
 * @param moreTrafficNeeded canary requests still needed for an even chance of passing; 0 when passed, NaN when unknown
 */
public record Assessment(
        Ruling ruling,
        long tick,
        String reason,
        double logE,
        List<MetricAssessment> metrics,
        Set<String> blamed,
        double moreTrafficNeeded) {

    public Assessment {
        metrics = List.copyOf(metrics);
        blamed = Set.copyOf(blamed);
    }
}
