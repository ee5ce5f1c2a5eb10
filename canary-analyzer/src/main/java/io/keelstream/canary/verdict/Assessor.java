package io.keelstream.canary.verdict;

import io.keelstream.canary.attribution.EBenjaminiHochberg;
import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.evidence.LogSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a state and rules. The order of precedence: harm, silence, then everything that keeps from a pass.
 *
 * <p>The evidence of the metrics is combined by its weighted mean, which is evidence under any dependence between
 * them (Vovk and Wang, "E-values: calibration, combination and applications", 2021). Pure and without state of its own.
 */
final class Assessor {

    /** A metric that was not read for this many ticks is missing. */
    private static final long STALE = 30;

    private final AnalysisConfig config;
    private final MetricAssessor metrics;

    Assessor(AnalysisConfig config, MetricRules rules) {
        this.config = config;
        this.metrics = new MetricAssessor(config, rules);
    }

    Ruling rule(AnalysisState state) {
        if (combined(state) >= failAt() || state.liveness().silent()) {
            return Ruling.FAIL;
        }
        if (state.stepTicks() == 0 || state.stepTicks() < config.soakTicks() || badSplit(state)) {
            return Ruling.CONTINUE;
        }
        for (MetricConfig metric : config.metrics()) {
            MetricState its = of(metric, state);
            if (isMissing(metric, state) || isSuspicious(metric, its) || !metrics.rejectsMargin(metric, its)) {
                return Ruling.CONTINUE;
            }
        }
        return Ruling.PASS;
    }

    Assessment assess(AnalysisState state) {
        Ruling ruling = rule(state);
        List<MetricAssessment> read = new ArrayList<>();
        Map<String, Double> evidence = new LinkedHashMap<>();
        double needed = 0;
        for (MetricConfig metric : config.metrics()) {
            MetricState its = of(metric, state);
            List<Comparison> comparisons = metrics.comparisons(metric, its);
            comparisons.forEach(comparison -> evidence.put(comparison.name(), comparison.logE()));
            double most = 0;
            for (Comparison comparison : comparisons) {
                most = Math.max(most, comparison.trafficNeeded());
            }
            needed = Math.max(needed, most);
            read.add(new MetricAssessment(
                    metric.name(), metrics.logE(metric, its), comparisons, pending(metric, its, state, most)));
        }
        Set<String> blamed = EBenjaminiHochberg.blamed(evidence, config.falseAlarm());
        String reason = switch (ruling) {
            case FAIL -> Reasons.failure(state, read, blamed);
            case PASS -> Reasons.pass(read);
            case CONTINUE ->
                badSplit(state)
                        ? Reasons.split(
                                state.sampleRatio(), config.canaryShare().orElseThrow())
                        : Reasons.undecided(state, read, config);
        };
        return new Assessment(
                ruling,
                state.lastTick(),
                reason,
                combined(state),
                read,
                blamed,
                ruling == Ruling.CONTINUE ? needed : 0);
    }

    private double combined(AnalysisState state) {
        double weights = 0;
        double sum = Double.NEGATIVE_INFINITY;
        for (MetricConfig metric : config.metrics()) {
            weights += metric.weight();
            sum = LogSpace.add(sum, StrictMath.log(metric.weight()) + metrics.logE(metric, of(metric, state)));
        }
        return sum - StrictMath.log(weights);
    }

    private double failAt() {
        return StrictMath.log(1 / config.falseAlarm());
    }

    private boolean badSplit(AnalysisState state) {
        return config.canaryShare().isPresent()
                && state.sampleRatio().logE(config.canaryShare().getAsDouble()) >= failAt();
    }

    private static MetricState of(MetricConfig metric, AnalysisState state) {
        MetricState its = state.metrics().get(metric.name());
        if (its == null) {
            throw new IllegalArgumentException("the state has no metric '" + metric.name() + "'");
        }
        return its;
    }

    private static boolean isMissing(MetricConfig metric, AnalysisState state) {
        Long last = state.lastCounted().get(metric.name());
        return last == null || state.lastTick() - last >= STALE;
    }

    private boolean isSuspicious(MetricConfig metric, MetricState state) {
        return metrics.strongest(metric, state) > StrictMath.log(1 / (10 * config.falseAlarm()));
    }

    private String pending(MetricConfig metric, MetricState its, AnalysisState state, double needed) {
        if (isMissing(metric, state)) {
            return state.lastCounted().containsKey(metric.name())
                    ? "no data since tick " + state.lastCounted().get(metric.name())
                    : "no data of both arms";
        }
        if (isSuspicious(metric, its)) {
            return "under suspicion of harm";
        }
        if (metrics.rejectsMargin(metric, its)) {
            return "";
        }
        return needed > 0
                ? "about " + Reasons.count(needed) + " more canary requests needed to exclude the margin"
                : "not yet proven better than the margin";
    }
}
