package io.keelstream.canary.offline.rows;

import io.keelstream.canary.config.MetricConfig;

/**
 * One row of a file. The two numbers depend on the kind of the metric: events and total of a ratio or an objective,
 * upper bound and count of a histogram bucket, value (and 0) of a gauge. Immutable.
 *
 * @param tick number of the tick
 * @param canary whether it is of the canary, else of the baseline
 * @param metric it belongs to
 * @param pod its name, empty where pods are not distinguished
 * @param first see above
 * @param second see above
 */
record Row(long tick, boolean canary, MetricConfig metric, String pod, double first, double second) {}
