package io.keelstream.canary.verdict;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.QuantileTarget;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.config.SloMetric;
import io.keelstream.canary.gauge.GaugeState;
import io.keelstream.canary.histogram.BoundChoice;
import io.keelstream.canary.liveness.Liveness;
import io.keelstream.canary.observations.Arm;
import io.keelstream.canary.observations.Buckets;
import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Reading;
import io.keelstream.canary.observations.Tick;
import io.keelstream.canary.overdispersion.NoiseBook;
import io.keelstream.canary.ratio.RateRule;
import io.keelstream.canary.ratio.RateState;
import io.keelstream.canary.sampleratio.SampleRatio;
import io.keelstream.canary.slo.SloState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sequential judge of a canary against its baseline.
 *
 * <p>Pure: {@link #observe} maps a state and a complete tick to the next state, {@link #assess} reads a state. Ticks are
 * given in the order of their numbers. Without state of its own, hence safe for use by many threads.
 */
public final class Judge {

    private final AnalysisConfig config;
    private final MetricRules rules;

    /**
     * A judge for one configuration.
     *
     * @param config what was declared
     * @param noise what is believed about the noise of each comparison
     */
    public Judge(AnalysisConfig config, NoiseBook noise) {
        this.config = config;
        this.rules = new MetricRules(config, noise);
    }

    /** The state before the first tick. */
    public AnalysisState begin() {
        SortedMap<String, MetricState> metrics = new TreeMap<>();
        for (MetricConfig metric : config.metrics()) {
            metrics.put(metric.name(), initial(metric));
        }
        return new AnalysisState(
                AnalysisState.VERSION,
                0,
                0,
                0,
                PodAges.none(),
                metrics,
                new TreeMap<>(),
                Liveness.none(),
                SampleRatio.none());
    }

    /**
     * The state after a tick.
     *
     * @param state before it
     * @param tick complete; its number is greater than that of every tick before
     */
    public AnalysisState observe(AnalysisState state, Tick tick) {
        if (state.ticks() > 0 && tick.number() <= state.lastTick()) {
            throw new IllegalArgumentException("tick " + tick.number() + " comes after tick " + state.lastTick());
        }
        PodAges pods = state.pods().after(tick);
        SortedMap<String, MetricState> metrics = new TreeMap<>(state.metrics());
        SortedMap<String, Long> lastCounted = new TreeMap<>(state.lastCounted());
        double baselineRequests = -1;
        double canaryRequests = -1;
        boolean counted = false;
        for (MetricConfig metric : config.metrics()) {
            MetricTick readings = tick.metrics().get(metric.name());
            if (readings == null) {
                continue;
            }
            SortedMap<String, Reading> baseline =
                    pods.warm(Arm.BASELINE, readings, tick.number(), config.warmupTicks());
            SortedMap<String, Reading> canary = pods.warm(Arm.CANARY, readings, tick.number(), config.warmupTicks());
            MetricState before = state.metrics().getOrDefault(metric.name(), initial(metric));
            MetricState after = next(metric, before, readings, baseline, canary);
            metrics.put(metric.name(), after);
            if (isCounted(metric, baseline, canary)) {
                lastCounted.put(metric.name(), tick.number());
                counted = true;
            }
            if (!(metric instanceof SloMetric)) {
                baselineRequests =
                        Math.max(baselineRequests, WarmTick.requests(baseline).orElse(-1.0));
                canaryRequests =
                        Math.max(canaryRequests, WarmTick.requests(canary).orElse(-1.0));
            }
        }
        boolean both = baselineRequests >= 0 && canaryRequests >= 0;
        return new AnalysisState(
                AnalysisState.VERSION,
                state.ticks() + 1,
                tick.number(),
                state.stepTicks() + (counted ? 1 : 0),
                pods,
                metrics,
                lastCounted,
                liveness(state.liveness(), baselineRequests, canaryRequests),
                both ? state.sampleRatio().after(baselineRequests, canaryRequests) : state.sampleRatio());
    }

    /** The state after a change of the traffic weight: harm runs on, a pass has to be earned anew. */
    public AnalysisState atStep(AnalysisState state) {
        SortedMap<String, MetricState> metrics = new TreeMap<>();
        state.metrics().forEach((name, metric) -> metrics.put(name, atStep(metric)));
        return new AnalysisState(
                state.version(),
                state.ticks(),
                state.lastTick(),
                0,
                state.pods(),
                metrics,
                state.lastCounted(),
                state.liveness().atStep(),
                SampleRatio.none());
    }

    /** What is known and decided after the ticks that a state has seen. */
    public Assessment assess(AnalysisState state) {
        return new Assessor(config, rules).assess(state);
    }

    /** The ruling alone: what {@link #assess} would say, at a fraction of its cost. */
    public Ruling rule(AnalysisState state) {
        return new Assessor(config, rules).rule(state);
    }

    private static MetricState initial(MetricConfig metric) {
        return switch (metric) {
            case RatioMetric ratio -> new MetricState.OfRatio(RateState.none());
            case HistogramMetric histogram ->
                new MetricState.OfHistogram(
                        BoundChoice.none(),
                        Collections.nCopies(histogram.at().size(), RateState.none()),
                        Collections.nCopies(histogram.at().size(), RateState.none()));
            case GaugeMetric gauge -> new MetricState.OfGauge(GaugeState.none());
            case SloMetric slo -> new MetricState.OfSlo(SloState.none());
        };
    }

    private static MetricState atStep(MetricState state) {
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

    private MetricState next(
            MetricConfig metric,
            MetricState state,
            MetricTick all,
            SortedMap<String, Reading> baseline,
            SortedMap<String, Reading> canary) {
        return switch (state) {
            case MetricState.OfRatio ratio ->
                new MetricState.OfRatio(ratio.rate()
                        .after(WarmTick.counts(baseline), WarmTick.counts(canary), rules.ratio(metric.name())));
            case MetricState.OfHistogram histogram -> next((HistogramMetric) metric, histogram, all, baseline, canary);
            case MetricState.OfGauge gauge -> new MetricState.OfGauge(next(gauge.gauge(), baseline, canary));
            case MetricState.OfSlo slo -> {
                Counts sum = WarmTick.counts(canary).values().stream().reduce(Counts.NONE, Counts::plus);
                yield new MetricState.OfSlo(slo.slo().after(sum));
            }
        };
    }

    private MetricState next(
            HistogramMetric metric,
            MetricState.OfHistogram state,
            MetricTick all,
            SortedMap<String, Reading> baseline,
            SortedMap<String, Reading> canary) {
        Optional<Buckets> canaryBuckets = WarmTick.buckets(canary);
        Optional<Buckets> baselineBuckets = WarmTick.buckets(baseline);
        SortedMap<Double, Double> available = canaryBuckets.isEmpty() || baselineBuckets.isEmpty()
                ? new TreeMap<>()
                : canaryBuckets.get().atOrBelow();
        List<RateState> quantiles = new ArrayList<>();
        List<RateState> beyond = new ArrayList<>();
        for (int i = 0; i < metric.at().size(); i++) {
            QuantileTarget target = metric.at().get(i);
            RateRule rule = rules.quantile(metric.name(), target);
            OptionalDouble nearest = state.bounds().at(target.quantile(), available);
            OptionalDouble next = nearest.isEmpty() ? nearest : state.bounds().above(nearest.getAsDouble(), available);
            quantiles.add(above(nearest, state.quantiles().get(i), rule, baseline, canary));
            beyond.add(above(next, state.beyond().get(i), rule, baseline, canary));
        }
        BoundChoice bounds =
                WarmTick.buckets(all.baseline()).map(state.bounds()::after).orElse(state.bounds());
        return new MetricState.OfHistogram(bounds, quantiles, beyond);
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

    private static GaugeState next(
            GaugeState state, SortedMap<String, Reading> baseline, SortedMap<String, Reading> canary) {
        Optional<Double> baselineMean = WarmTick.mean(baseline);
        Optional<Double> canaryMean = WarmTick.mean(canary);
        return baselineMean.isEmpty() || canaryMean.isEmpty()
                ? state
                : state.after(baselineMean.get(), canaryMean.get(), 1.0 / baseline.size() + 1.0 / canary.size());
    }

    private static boolean isCounted(
            MetricConfig metric, SortedMap<String, Reading> baseline, SortedMap<String, Reading> canary) {
        return !canary.isEmpty() && (metric instanceof SloMetric || !baseline.isEmpty());
    }

    private static Liveness liveness(Liveness state, double baseline, double canary) {
        if (baseline < 0) {
            return state;
        }
        return canary < 0 ? state.missed(baseline) : state.heard(baseline, canary);
    }
}
