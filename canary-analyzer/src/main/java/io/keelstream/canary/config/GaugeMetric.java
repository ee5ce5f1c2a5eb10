package io.keelstream.canary.config;

/**
 * A level per pod (heap, CPU), compared between the arms as a ratio.
 *
 * @param name name of the metric
 * @param weight part of the combined evidence, above 0
 * @param tolerate greatest ratio canary : baseline of the levels that is no harm, at least 1
 * @param margin smallest ratio that must never pass
 */
public record GaugeMetric(String name, double weight, double tolerate, Margin margin) implements MetricConfig {

    public GaugeMetric {
        Checks.above("weight", weight, 0);
        Checks.atLeast("tolerate", tolerate, 1);
        if (margin.times() <= tolerate) {
            throw new IllegalArgumentException(
                    "margin.times must be greater than tolerate, got " + margin.times() + " and " + tolerate);
        }
    }
}
