package io.keelstream.canary.verdict;

import java.util.Comparator;
import java.util.List;

/**
 * What one metric shows. Immutable.
 *
 * @param name of the metric
 * @param logE ln of its evidence of harm
 * @param comparisons one, or one per quantile; not empty
 * @param pending why it does not let the analysis pass; empty when it does
 */
public record MetricAssessment(String name, double logE, List<Comparison> comparisons, String pending) {

    public MetricAssessment {
        comparisons = List.copyOf(comparisons);
    }

    /** Whether the metric lets the analysis pass. */
    public boolean passes() {
        return pending.isEmpty();
    }

    /** The comparison that speaks most strongly of harm. */
    public Comparison strongest() {
        return comparisons.stream()
                .max(Comparator.comparingDouble(Comparison::logE))
                .orElseThrow();
    }
}
