package io.keelstream.contracts.analysis;

import io.keelstream.contracts.revision.Problem;
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
 * @param notes what is worth knowing about the measurements; keeps nothing from passing
 */
public record AnalysisFindings(
        @Nullable Instant from,
        @Nullable Instant to,
        long ticks,
        @Nullable Long tickMillis,
        @Nullable Double logE,
        List<MetricFinding> metrics,
        List<Problem> notes) {

    /** Of an analysis that has measured nothing. */
    public static final AnalysisFindings NONE = new AnalysisFindings(null, null, 0, null, null, List.of(), List.of());

    public AnalysisFindings {
        metrics = List.copyOf(metrics);
        notes = List.copyOf(notes);
    }
}
