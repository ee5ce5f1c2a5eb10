package io.keelstream.canary.verdict;

import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.QuantileTarget;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.config.SloMetric;
import io.keelstream.canary.gauge.GaugeState;
import io.keelstream.canary.histogram.BoundChoice;
import io.keelstream.canary.observations.Buckets;
import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Reading;
import io.keelstream.canary.ratio.RateRule;
import io.keelstream.canary.ratio.RateState;
import io.keelstream.canary.slo.SloState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a tick does to the state of one metric. Pure and without state of its own. */
final class MetricUpdates {

    private final MetricRules rules;

    MetricUpdates(MetricRules rules) {
        this.rules = rules;
    }

    /** The state before the first tick. */
    static MetricState initial(MetricConfig metric) {
        return switch (metric) {
            case RatioMetric ratio -> new MetricState.OfRatio(RateState.none());
            case HistogramMetric histogram -> {
                List<RateState> none = Collections.nCopies(histogram.at().size(), RateState.none());
                yield new MetricState.OfHistogram(BoundChoice.none(), none, none);
            }
            case GaugeMetric gauge -> new MetricState.OfGauge(GaugeState.none());
            case SloMetric slo -> new MetricState.OfSlo(SloState.none());
        };
    }

    /** The state after a change of the traffic weight. */
    static MetricState atStep(MetricState state) {
        return switch (state) {
            case MetricState.OfRatio ratio ->
                new MetricState.OfRatio(ratio.rate().atStep());
            case MetricState.OfHistogram histogram ->
                new MetricState.OfHistogram(
                        histogram.bounds(),
                        histogram.quantiles().stream().map(RateState::atStep).toList(),
                        histogram.beyond().stream().map(RateState::atStep).toList());
            case MetricState.OfGauge gauge -> gauge;
            case MetricState.OfSlo slo -> slo;
        };
    }

    /**
     * The state after a tick.
     *
     * @param metric as configured
     * @param state before it
     * @param all readings, those of pods that are still warming up included
     * @param baseline readings of the baseline's pods that count
     * @param canary likewise
     */
    MetricState after(
            MetricConfig metric,
            MetricState state,
            MetricTick all,
            SortedMap<String, Reading> baseline,
            SortedMap<String, Reading> canary) {
        return switch (state) {
            case MetricState.OfRatio ratio ->
                new MetricState.OfRatio(ratio.rate()
                        .after(WarmTick.counts(baseline), WarmTick.counts(canary), rules.ratio(metric.name())));
            case MetricState.OfHistogram histogram -> after((HistogramMetric) metric, histogram, all, baseline, canary);
            case MetricState.OfGauge gauge -> new MetricState.OfGauge(after(gauge.gauge(), baseline, canary));
            case MetricState.OfSlo slo -> {
                Counts other = rules.compares() ? sum(baseline) : Counts.NONE;
                yield new MetricState.OfSlo(slo.slo().after(sum(canary), other, ((SloMetric) metric).objective()));
            }
        };
    }

    private static Counts sum(SortedMap<String, Reading> pods) {
        return WarmTick.counts(pods).values().stream().reduce(Counts.NONE, Counts::plus);
    }

    private MetricState after(
            HistogramMetric metric,
            MetricState.OfHistogram state,
            MetricTick all,
            SortedMap<String, Reading> baseline,
            SortedMap<String, Reading> canary) {
        BoundChoice choice = state.bounds().among(available(baseline, canary));
        List<RateState> quantiles = new ArrayList<>();
        List<RateState> beyond = new ArrayList<>();
        for (int i = 0; i < metric.at().size(); i++) {
            QuantileTarget target = metric.at().get(i);
            RateRule rule = rules.quantile(metric.name(), target);
            OptionalDouble nearest = choice.at(target.quantile());
            OptionalDouble next = nearest.isEmpty() ? nearest : choice.above(nearest.getAsDouble());
            quantiles.add(above(nearest, state.quantiles().get(i), rule, baseline, canary));
            beyond.add(above(next, state.beyond().get(i), rule, baseline, canary));
        }
        BoundChoice bounds =
                WarmTick.buckets(all.baseline()).map(state.bounds()::after).orElse(state.bounds());
        return new MetricState.OfHistogram(bounds, quantiles, beyond);
    }

    /** The bounds that can be counted on both sides. */
    private static SortedMap<Double, Double> available(
            SortedMap<String, Reading> baseline, SortedMap<String, Reading> canary) {
        Optional<Buckets> canaryBuckets = WarmTick.buckets(canary);
        return canaryBuckets.isEmpty() || WarmTick.buckets(baseline).isEmpty()
                ? new TreeMap<>()
                : canaryBuckets.get().atOrBelow();
    }

    private static RateState above(
            OptionalDouble bound,
            RateState state,
            RateRule rule,
            SortedMap<String, Reading> baseline,
            SortedMap<String, Reading> canary) {
        return bound.isEmpty()
                ? state
                : state.after(
                        WarmTick.above(baseline, bound.getAsDouble()),
                        WarmTick.above(canary, bound.getAsDouble()),
                        rule);
    }

    private static GaugeState after(
            GaugeState state, SortedMap<String, Reading> baseline, SortedMap<String, Reading> canary) {
        Optional<Double> baselineMean = WarmTick.mean(baseline);
        Optional<Double> canaryMean = WarmTick.mean(canary);
        return baselineMean.isEmpty() || canaryMean.isEmpty()
                ? state
                : state.after(baselineMean.get(), canaryMean.get(), 1.0 / baseline.size() + 1.0 / canary.size());
    }
}
