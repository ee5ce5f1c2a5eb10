package io.keelstream.contracts.analysis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one metric shows.
 *
 * @param name the metric's name in the configuration
 * @param logE natural logarithm of its evidence of harm; null when it has no finite value
 * @param pending why it does not let the canary pass; empty when it does
 * @param comparisons one, or one per quantile of a histogram
 */
public record MetricFinding(String name, @Nullable Double logE, String pending, List<ArmComparison> comparisons) {

    public MetricFinding {
        comparisons = List.copyOf(comparisons);
    }
}
