package io.keelstream.canary.verdict;

import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.SloMetric;
import io.keelstream.canary.observations.Reading;
import java.util.SortedMap;

/**
 * What a tick exposed of either arm, over all metrics: the metric that saw most requests counts. Immutable.
 *
 * @param baseline requests of the baseline by the metrics that compare; below 0 where none was read
 * @param canary likewise of the canary
 * @param served requests of the canary by any metric, objectives included; below 0 where none counts requests
 * @param read whether a metric was read on every arm that it needs
 */
record Exposure(double baseline, double canary, double served, boolean read) {

    static Exposure none() {
        return new Exposure(-1, -1, -1, false);
    }

    Exposure with(MetricConfig metric, SortedMap<String, Reading> baselinePods, SortedMap<String, Reading> canaryPods) {
        boolean slo = metric instanceof SloMetric;
        double ofBaseline = WarmTick.requests(baselinePods).orElse(-1.0);
        double ofCanary = WarmTick.requests(canaryPods).orElse(-1.0);
        boolean complete = !canaryPods.isEmpty() && (slo || !baselinePods.isEmpty());
        return new Exposure(
                slo ? baseline : Math.max(baseline, ofBaseline),
                slo ? canary : Math.max(canary, ofCanary),
                Math.max(served, ofCanary),
                read || complete);
    }

    /** Whether both arms' requests are known. */
    boolean compares() {
        return baseline >= 0 && canary >= 0;
    }

    /** Whether the tick counts for the soak: time without traffic does not. */
    boolean counts() {
        return read && served != 0 && baseline != 0;
    }
}
