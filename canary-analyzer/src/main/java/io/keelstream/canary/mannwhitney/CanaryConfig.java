package io.keelstream.canary.mannwhitney;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A canary configuration as Kayenta knows it. Immutable.
 *
 * @param metrics at least one; names unique
 * @param groupWeights group to weight in percent; groups without one share what is left to 100
 * @param pass least score of a pass, 0 to 100
 * @param marginal least score that is not a failure, at most {@code pass}
 */
public record CanaryConfig(List<ScoredMetric> metrics, Map<String, Double> groupWeights, double pass, double marginal) {

    /** Least score of a pass where the configuration has none: that of Kayenta's own examples. */
    public static final double PASS = 95;

    /** Likewise for the least score that is not a failure. */
    public static final double MARGINAL = 75;

    public CanaryConfig {
        metrics = List.copyOf(metrics);
        groupWeights = Map.copyOf(groupWeights);
        if (metrics.isEmpty()) {
            throw new IllegalArgumentException("metrics must not be empty");
        }
        Set<String> names = new HashSet<>();
        for (ScoredMetric metric : metrics) {
            if (!names.add(metric.name())) {
                throw new IllegalArgumentException("metrics names '" + metric.name() + "' twice");
            }
        }
        double sum = 0;
        for (double weight : groupWeights.values()) {
            if (!(weight >= 0 && weight <= 100)) {
                throw new IllegalArgumentException("a group weight must be between 0 and 100, got " + weight);
            }
            sum += weight;
        }
        if (sum > 100 + 1e-6) {
            throw new IllegalArgumentException("the group weights must not exceed 100 in all, got " + sum);
        }
        if (!(marginal >= 0 && marginal <= pass && pass <= 100)) {
            throw new IllegalArgumentException(
                    "scoreThresholds must be 0 <= marginal <= pass <= 100, got " + marginal + " and " + pass);
        }
    }
}
