package io.keelstream.benchmarks.canary.method;

import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Tick;

/** Counts requests of the canary, over the metric {@code errors}. Stateless. */
final class Requests {

    private Requests() {}

    static double ofCanary(Tick tick) {
        MetricTick errors = tick.metrics().get("errors");
        double sum = 0;
        if (errors != null) {
            for (var reading : errors.canary().values()) {
                sum += reading instanceof Counts counts ? counts.total() : 0;
            }
        }
        return sum;
    }
}
