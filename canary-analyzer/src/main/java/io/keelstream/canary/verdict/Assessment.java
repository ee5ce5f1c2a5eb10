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
 * @param failAt ln of the evidence of harm from which on the canary fails
 * @param countedMillis counted time of the current step
 * @param canaryRequests counted requests of the canary in the current step
 * @param metrics by metric, in the order of the configuration
 * @param blamed comparisons that a failure may be blamed on, strongest first
 * @param moreTrafficNeeded canary requests still needed: for an even chance of passing, or for the least number of a step; 0 when
 *     none are, NaN when unknown
 */
public record Assessment(
        Ruling ruling,
        long tick,
        String reason,
        double logE,
        double failAt,
        long countedMillis,
        double canaryRequests,
        List<MetricAssessment> metrics,
        Set<String> blamed,
        double moreTrafficNeeded) {

    public Assessment {
        metrics = List.copyOf(metrics);
        blamed = Set.copyOf(blamed);
    }
}
