package io.keelstream.canary.config;

import java.util.List;

/**
 * A latency histogram, compared between the arms at some quantiles of the baseline.
 *
 * @param name name of the metric
 * @param weight part of the combined evidence, shared by the quantiles, above 0
 * @param at the quantiles with their tolerances; not empty
 */
public record HistogramMetric(String name, double weight, List<QuantileTarget> at) implements MetricConfig {

    public HistogramMetric {
        Checks.above("weight", weight, 0);
        at = List.copyOf(at);
        if (at.isEmpty()) {
            throw new IllegalArgumentException("at must name at least one quantile, for example [p50, p90, p99]");
        }
    }
}
