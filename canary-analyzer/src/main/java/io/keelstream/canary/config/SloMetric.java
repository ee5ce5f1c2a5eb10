package io.keelstream.canary.config;

/**
 * An absolute objective for the canary alone.
 *
 * @param name name of the metric
 * @param weight part of the combined evidence, above 0
 * @param objective least share of good events, between 0 and 1
 */
public record SloMetric(String name, double weight, double objective) implements MetricConfig {

    public SloMetric {
        Checks.above("weight", weight, 0);
        Checks.inside("objective", objective, 0, 1);
    }
}
