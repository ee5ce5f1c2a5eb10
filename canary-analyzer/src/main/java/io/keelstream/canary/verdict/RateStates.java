package io.keelstream.canary.verdict;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.QuantileTarget;
import io.keelstream.canary.observations.ArmCounts;
import io.keelstream.canary.ratio.RateState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rate comparisons inside a state, for those who study them. Stateless. */
public final class RateStates {

    private RateStates() {}

    /**
     * The sums of every comparison.
     *
     * @param config the configuration of the analysis
     * @param state its state
     * @return {@code metric} for a ratio and {@code metric/quantile} for a histogram, to its sums
     */
    public static Map<String, ArmCounts> counts(AnalysisConfig config, AnalysisState state) {
        Map<String, ArmCounts> counts = new TreeMap<>();
        for (MetricConfig metric : config.metrics()) {
            switch (state.metrics().get(metric.name())) {
                case MetricState.OfRatio ratio -> counts.put(metric.name(), of(ratio.rate()));
                case MetricState.OfHistogram histogram -> {
                    List<QuantileTarget> at = ((HistogramMetric) metric).at();
                    for (int i = 0; i < at.size(); i++) {
                        counts.put(
                                MetricRules.comparison(metric.name(), at.get(i)),
                                of(histogram.quantiles().get(i)));
                    }
                }
                case MetricState.OfGauge gauge -> {}
                case MetricState.OfSlo slo -> {}
                case null -> throw new IllegalArgumentException("the state has no metric '" + metric.name() + "'");
            }
        }
        return counts;
    }

    private static ArmCounts of(RateState rate) {
        return rate.sums().counts();
    }
}
