package io.keelstream.canary.verdict;

import io.keelstream.canary.boundary.BernoulliSequence;
import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.SloMetric;
import io.keelstream.canary.evidence.LogSpace;
import io.keelstream.canary.gauge.GaugeState;
import io.keelstream.canary.observations.ArmCounts;
import io.keelstream.canary.overdispersion.Noise;
import io.keelstream.canary.ratio.RateInterval;
import io.keelstream.canary.ratio.RateRule;
import io.keelstream.canary.ratio.RateState;
import io.keelstream.canary.slo.SloState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Reads the state of one metric. Pure and without state of its own. */
final class MetricAssessor {

    private static final ArmCounts NO_COUNTS = new ArmCounts(0, 0, 0, 0);

    private final AnalysisConfig config;
    private final MetricRules rules;

    MetricAssessor(AnalysisConfig config, MetricRules rules) {
        this.config = config;
        this.rules = rules;
    }

    /** ln of the evidence of harm of a metric: for a histogram the mean over its quantiles. */
    double logE(MetricConfig metric, MetricState state) {
        return switch (state) {
            case MetricState.OfRatio ratio -> ratio.rate().harm().logE();
            case MetricState.OfHistogram histogram -> {
                double sum = Double.NEGATIVE_INFINITY;
                for (int i = 0; i < histogram.quantiles().size(); i++) {
                    sum = LogSpace.add(sum, logE(histogram, i));
                }
                yield sum - StrictMath.log(histogram.quantiles().size());
            }
            case MetricState.OfGauge gauge ->
                gauge.gauge().logHarm((GaugeMetric) metric, config.falseAlarm(), rules.podSpread());
            case MetricState.OfSlo slo -> slo.slo().logHarm(((SloMetric) metric).objective(), Noise.PRIOR_DISPERSION);
        };
    }

    /** The strongest evidence of harm among the comparisons of a metric. */
    double strongest(MetricConfig metric, MetricState state) {
        if (!(state instanceof MetricState.OfHistogram histogram)) {
            return logE(metric, state);
        }
        double strongest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < histogram.quantiles().size(); i++) {
            strongest = Math.max(strongest, logE(histogram, i));
        }
        return strongest;
    }

    /** ln of the evidence at a quantile: the mean of that at the nearest bound and at the next above. */
    private static double logE(MetricState.OfHistogram histogram, int quantile) {
        return LogSpace.add(
                        histogram.quantiles().get(quantile).harm().logE(),
                        histogram.beyond().get(quantile).harm().logE())
                - StrictMath.log(2);
    }

    /** Whether "worse than the margin" is rejected on every comparison of a metric. */
    boolean rejectsMargin(MetricConfig metric, MetricState state) {
        return switch (state) {
            case MetricState.OfRatio ratio -> rejects(ratio.rate(), rules.ratio(metric.name()));
            case MetricState.OfHistogram histogram -> {
                boolean all = true;
                for (int i = 0; i < histogram.quantiles().size(); i++) {
                    RateRule rule = rules.quantile(
                            metric.name(), ((HistogramMetric) metric).at().get(i));
                    all &= rejects(histogram.quantiles().get(i), rule);
                }
                yield all;
            }
            case MetricState.OfGauge gauge -> gauge.gauge().passes((GaugeMetric) metric, config.wrongPass());
            case MetricState.OfSlo slo -> kept(slo.slo(), (SloMetric) metric);
        };
    }

    List<Comparison> comparisons(MetricConfig metric, MetricState state) {
        return switch (state) {
            case MetricState.OfRatio ratio ->
                List.of(rate(metric.name(), ratio.rate(), rules.ratio(metric.name()), Double.NaN));
            case MetricState.OfHistogram histogram -> quantiles((HistogramMetric) metric, histogram);
            case MetricState.OfGauge gauge -> List.of(gauge((GaugeMetric) metric, gauge.gauge()));
            case MetricState.OfSlo slo -> List.of(slo((SloMetric) metric, slo.slo()));
        };
    }

    /** Per quantile the bound with the stronger evidence is shown; the nearest one decides whether it may pass. */
    private List<Comparison> quantiles(HistogramMetric metric, MetricState.OfHistogram state) {
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < metric.at().size(); i++) {
            String name = MetricRules.comparison(metric.name(), metric.at().get(i));
            RateRule rule = rules.quantile(metric.name(), metric.at().get(i));
            OptionalDouble bound = state.bounds().at(metric.at().get(i).quantile());
            OptionalDouble next = bound.isEmpty() ? bound : state.bounds().above(bound.getAsDouble());
            RateState near = state.quantiles().get(i);
            RateState far = state.beyond().get(i);
            boolean farther =
                    next.isPresent() && far.harm().logE() > near.harm().logE();
            Comparison nearest = rate(name, near, rule, bound.orElse(Double.NaN));
            Comparison shown = farther ? rate(name, far, rule, next.getAsDouble()) : nearest;
            comparisons.add(shown.at(logE(state, i), nearest));
        }
        return comparisons;
    }

    private static boolean rejects(RateState state, RateRule rule) {
        return state.pass()
                .passes(state.dispersion().given(rule.noise()), rule.noise().dispersion());
    }

    private boolean kept(SloState slo, SloMetric metric) {
        return slo.logKept(metric.objective(), Noise.PRIOR_DISPERSION) >= StrictMath.log(1 / config.wrongPass());
    }

    private static Comparison rate(String name, RateState state, RateRule rule, double bound) {
        double phi = state.dispersion().given(rule.noise());
        RateInterval interval = RateInterval.of(state.sums(), phi);
        boolean rejects = rejects(state, rule);
        double factor = state.pass().trafficNeeded(rule.margin(), phi);
        double needed = rejects ? 0 : Math.max(0, state.pass().canaryTotal() * (factor - 1));
        return new Comparison(
                name,
                state.harm().logE(),
                new Comparison.Ratio(interval.estimate(), interval.low(), interval.high()),
                state.sums().counts(),
                phi,
                new Comparison.Pass(rejects, state.pass().logEvidence(rule.margin(), phi), needed),
                bound);
    }

    private Comparison gauge(GaugeMetric metric, GaugeState state) {
        double width = StrictMath.exp(state.logHalfWidth());
        return new Comparison(
                metric.name(),
                state.logHarm(metric, config.falseAlarm(), rules.podSpread()),
                new Comparison.Ratio(state.estimate(), state.estimate() / width, state.estimate() * width),
                NO_COUNTS,
                1,
                new Comparison.Pass(
                        state.passes(metric, config.wrongPass()),
                        state.logBelow(metric, config.wrongPass()),
                        Double.NaN),
                Double.NaN);
    }

    private Comparison slo(SloMetric metric, SloState state) {
        double phi = Noise.PRIOR_DISPERSION;
        BernoulliSequence interval = state.canary().total() > 0 ? state.interval(phi) : new BernoulliSequence(0, 1);
        return new Comparison(
                metric.name(),
                state.logHarm(metric.objective(), phi),
                new Comparison.Ratio(state.canary().events() / state.canary().total(), interval.low(), interval.high()),
                new ArmCounts(
                        state.baseline().events(),
                        state.baseline().total(),
                        state.canary().events(),
                        state.canary().total()),
                phi,
                new Comparison.Pass(kept(state, metric), state.logKept(metric.objective(), phi), Double.NaN),
                Double.NaN);
    }
}
