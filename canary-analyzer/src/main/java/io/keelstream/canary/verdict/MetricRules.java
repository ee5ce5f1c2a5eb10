package io.keelstream.canary.verdict;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.Arms;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.Margin;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.QuantileTarget;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.noninferiority.MarginRule;
import io.keelstream.canary.overdispersion.Noise;
import io.keelstream.canary.overdispersion.NoiseBook;
import io.keelstream.canary.ratio.RateRule;
import java.util.HashMap;
import java.util.Map;

/** The rules of the comparisons of an analysis, computed once. Immutable. */
final class MetricRules {

    private final Map<String, RateRule> rules = new HashMap<>();
    private final boolean compares;
    private final double podSpread;

    MetricRules(AnalysisConfig config, NoiseBook noise) {
        this.compares = config.arms() != Arms.SAME;
        this.podSpread = noise.podSpread();
        for (MetricConfig metric : config.metrics()) {
            if (metric instanceof RatioMetric ratio) {
                Noise believed = noise.of(ratio.name(), Noise.unknown());
                put(ratio.name(), ratio.tolerate(), margin(ratio.margin(), config), believed);
            }
            if (metric instanceof HistogramMetric histogram) {
                for (QuantileTarget target : histogram.at()) {
                    String name = comparison(histogram.name(), target);
                    Noise believed = noise.of(name, Noise.unknownAbove(target.quantile()));
                    put(name, target.tolerate(), margin(target.margin(), config), believed);
                }
            }
        }
    }

    /** Whether the baseline is something else than the canary. */
    boolean compares() {
        return compares;
    }

    /** By what the standard deviation between pods is multiplied. */
    double podSpread() {
        return podSpread;
    }

    /** The name of the comparison of a histogram at a quantile. */
    static String comparison(String metric, QuantileTarget target) {
        return metric + "/" + target.name();
    }

    RateRule ratio(String metric) {
        return rule(metric);
    }

    RateRule quantile(String metric, QuantileTarget target) {
        return rule(comparison(metric, target));
    }

    private RateRule rule(String comparison) {
        RateRule rule = rules.get(comparison);
        if (rule == null) {
            throw new IllegalArgumentException("no comparison " + comparison + " in this analysis");
        }
        return rule;
    }

    private static MarginRule margin(Margin margin, AnalysisConfig config) {
        return new MarginRule(margin.times(), margin.absolute(), config.wrongPass());
    }

    private void put(String comparison, double tolerance, MarginRule margin, Noise noise) {
        rules.put(comparison, new RateRule(tolerance, margin, noise, podSpread));
    }
}
