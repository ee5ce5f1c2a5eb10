package io.keelstream.canary.config;

/**
 * Events of a total, compared between the arms.
 *
 * @param name name of the metric
 * @param weight part of the combined evidence, above 0
 * @param tolerate greatest ratio canary : baseline of the rates that is no harm, at least 1
 * @param margin smallest ratio that must never pass
 */
public record RatioMetric(String name, double weight, double tolerate, Margin margin) implements MetricConfig {

    public RatioMetric {
        Checks.above("weight", weight, 0);
        Checks.atLeast("tolerate", tolerate, 1);
        if (margin.times() <= tolerate) {
            throw new IllegalArgumentException(
                    "margin.times must be greater than tolerate, got " + margin.times() + " and " + tolerate);
        }
    }
}
