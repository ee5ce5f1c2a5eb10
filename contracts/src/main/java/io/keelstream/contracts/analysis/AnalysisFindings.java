package io.keelstream.contracts.analysis;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of an analysis up to a time.
 *
 * @param from begin of the first tick that they rest on, earlier steps of the deployment included; null before the first
 * @param to end of the latest tick; null before the first
 * @param ticks how many were measured
 * @param tickMillis length of a tick; null before the first
 * @param logE natural logarithm of the evidence of harm of all metrics; null when it has no finite value
 * @param metrics each metric, in the order of the configuration
 */
public record AnalysisFindings(
        @Nullable Instant from,
        @Nullable Instant to,
        long ticks,
        @Nullable Long tickMillis,
        @Nullable Double logE,
        List<MetricFinding> metrics) {

    /** Of an analysis that has measured nothing. */
    public static final AnalysisFindings NONE = new AnalysisFindings(null, null, 0, null, null, List.of());

    public AnalysisFindings {
        metrics = List.copyOf(metrics);
    }
}
