package io.keelstream.canary.verdict;

import java.util.List;
import java.util.Set;

/**
 * What the judge knows and rules after some ticks. Immutable.
 *
 * @param ruling pass, fail or go on
 * @param tick number of the latest tick
 * @param reason why, for people
 * @param evidence of harm
 * @param step what the current step has counted
 * @param metrics by metric, in the order of the configuration
 * @param blamed comparisons that a failure may be blamed on, strongest first
 */
public record Assessment(
        Ruling ruling,
        long tick,
        String reason,
        Evidence evidence,
        Step step,
        List<MetricAssessment> metrics,
        Set<String> blamed) {

    /**
     * Evidence of harm.
     *
     * @param logE ln of the combined evidence
     * @param failAt ln of the evidence from which on the canary fails
     * @param suspected whether a metric that may fail the canary is under suspicion
     */
    public record Evidence(double logE, double failAt, boolean suspected) {}

    /**
     * What the current step has counted.
     *
     * @param countedMillis counted time
     * @param canaryRequests counted requests of the canary
     * @param moreTrafficNeeded canary requests still needed: for an even chance of passing, or for the least number of a step;
     *     0 when none are, NaN when unknown
     */
    public record Step(long countedMillis, double canaryRequests, double moreTrafficNeeded) {}

    public Assessment {
        metrics = List.copyOf(metrics);
        blamed = Set.copyOf(blamed);
    }

    /** ln of the combined evidence of harm. */
    public double logE() {
        return evidence.logE();
    }

    /** ln of the evidence of harm from which on the canary fails. */
    public double failAt() {
        return evidence.failAt();
    }

    /** Counted time of the current step. */
    public long countedMillis() {
        return step.countedMillis();
    }

    /** Counted requests of the canary in the current step. */
    public double canaryRequests() {
        return step.canaryRequests();
    }

    /** Canary requests still needed. */
    public double moreTrafficNeeded() {
        return step.moreTrafficNeeded();
    }
}
