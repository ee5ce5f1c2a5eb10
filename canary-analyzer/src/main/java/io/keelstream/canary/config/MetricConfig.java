package io.keelstream.canary.config;

/** One metric of an analysis. Immutable; names are unique within an analysis. */
public sealed interface MetricConfig permits RatioMetric, HistogramMetric, GaugeMetric, SloMetric {

    /** The name under which the observations carry it. */
    String name();

    /** Its part of the combined evidence, relative to the weights of the other metrics. */
    double weight();
}
