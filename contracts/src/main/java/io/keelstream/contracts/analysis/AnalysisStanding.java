package io.keelstream.contracts.analysis;

import org.jspecify.annotations.Nullable;

/**
 * How far an analysis is, in the figures that people ask for.
 *
 * @param reason why there is no verdict yet, or why there is this one
 * @param logE natural logarithm of the evidence of harm of all metrics; null when it has no finite value
 * @param failAt the evidence of harm, likewise, from which on the verdict is FAIL
 * @param countedMillis counted time of this step
 * @param canaryRequests counted requests of the canary in this step
 * @param requestsNeeded canary requests that are still missing for what the gate needs; null when unknown
 * @param suspected whether a metric that may fail the canary is under suspicion of harm; null in records of versions that do not say
 */
public record AnalysisStanding(
        String reason,
        @Nullable Double logE,
        double failAt,
        long countedMillis,
        double canaryRequests,
        @Nullable Double requestsNeeded,
        @Nullable Boolean suspected) {

    /** One that nothing is suspected of. */
    public AnalysisStanding(
            String reason,
            @Nullable Double logE,
            double failAt,
            long countedMillis,
            double canaryRequests,
            @Nullable Double requestsNeeded) {
        this(reason, logE, failAt, countedMillis, canaryRequests, requestsNeeded, null);
    }
}
