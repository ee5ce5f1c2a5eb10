package io.keelstream.canary.verdict;

import io.keelstream.canary.gauge.GaugeState;
import io.keelstream.canary.histogram.BoundChoice;
import io.keelstream.canary.ratio.RateState;
import io.keelstream.canary.slo.SloState;
import java.util.List;

/** What must be remembered of one metric. Immutable. */
public sealed interface MetricState {

    /**
     * A ratio.
     *
     * @param rate the comparison
     */
    record OfRatio(RateState rate) implements MetricState {}

    /**
     * A histogram.
     *
     * @param bounds the baseline's histogram so far
     * @param quantiles the comparisons at the bounds nearest to the quantiles, in the order of the configuration
     * @param beyond the comparisons at the next bound above each, for evidence of harm alone: a long tail shows there
     *     when the buckets are coarse
     */
    record OfHistogram(BoundChoice bounds, List<RateState> quantiles, List<RateState> beyond) implements MetricState {

        public OfHistogram {
            quantiles = List.copyOf(quantiles);
            beyond = List.copyOf(beyond);
        }
    }

    /**
     * A gauge.
     *
     * @param gauge the comparison
     */
    record OfGauge(GaugeState gauge) implements MetricState {}

    /**
     * An objective.
     *
     * @param slo the sums
     */
    record OfSlo(SloState slo) implements MetricState {}
}
