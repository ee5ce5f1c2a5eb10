package io.keelstream.canary.verdict;

import io.keelstream.canary.attribution.EBenjaminiHochberg;
import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.Role;
import io.keelstream.canary.config.SloMetric;
import io.keelstream.canary.evidence.LogSpace;
import io.keelstream.canary.slo.SloState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    private final Goal goal;

    Assessor(AnalysisConfig config, MetricRules rules, Goal goal) {
        this.config = config;
        this.goal = goal;
        this.metrics = new MetricAssessor(config, rules);
    }

    Ruling rule(AnalysisState state) {
        if (combined(state) >= failAt() || silent(state)) {
            return Ruling.FAIL;
        }
        return switch (goal) {
            case WATCH -> Ruling.CONTINUE;
            case NO_HARM ->
                soaked(state) && requestsMissing(state) == 0 ? ends(Ruling.NO_HARM, state) : Ruling.CONTINUE;
            case PASS -> soaked(state) ? ends(Ruling.PASS, state) : Ruling.CONTINUE;
        };
    }

    private boolean silent(AnalysisState state) {
        return config.silenceFails() && state.liveness().silent();
    }

    private boolean soaked(AnalysisState state) {
        return state.stepTicks() > 0 && state.stepTicks() >= config.soakTicks() && !badSplit(state);
    }

    private Ruling ends(Ruling well, AnalysisState state) {
        for (MetricConfig metric : config.metrics()) {
            if (blocks(metric, state)) {
                return Ruling.CONTINUE;
            }
        }
        return well;
    }

    /** Whether a metric keeps the analysis from ending well. */
    private boolean blocks(MetricConfig metric, AnalysisState state) {
        MetricState its = of(metric, state);
        return switch (config.role(metric)) {
            case OBSERVE -> false;
            case HARM -> isSuspicious(metric, its);
            case GATE ->
                isMissing(metric, state)
                        || isSuspicious(metric, its)
                        || (goal == Goal.PASS && !metrics.rejectsMargin(metric, its));
        };
    }

    private double requestsMissing(AnalysisState state) {
        return countsRequests() ? Math.max(0, Judge.LEAST_REQUESTS - state.stepRequests()) : 0;
    }

    private boolean countsRequests() {
        return config.metrics().stream().anyMatch(metric -> !(metric instanceof GaugeMetric));
    }

    Assessment assess(AnalysisState state) {
        Ruling ruling = rule(state);
        List<MetricAssessment> read = new ArrayList<>();
        Map<String, Double> evidence = new LinkedHashMap<>();
        double needed = 0;
        for (MetricConfig metric : config.metrics()) {
            MetricState its = of(metric, state);
            List<Comparison> comparisons = metrics.comparisons(metric, its);
            if (config.role(metric) != Role.OBSERVE) {
                comparisons.forEach(comparison -> evidence.put(comparison.name(), comparison.logE()));
            }
            double most = 0;
            for (Comparison comparison : comparisons) {
                most = Math.max(most, comparison.trafficNeeded());
            }
            needed = config.role(metric) == Role.GATE ? Math.max(needed, most) : needed;
            String pending = blocks(metric, state) ? pending(metric, its, state, most) : "";
            read.add(new MetricAssessment(metric.name(), metrics.logE(metric, its), comparisons, pending));
        }
        Set<String> blamed = EBenjaminiHochberg.blamed(evidence, config.falseAlarm());
        return new Assessment(
                ruling,
                state.lastTick(),
                reason(ruling, state, read, blamed),
                new Assessment.Evidence(combined(state), failAt(), isSuspicious(state)),
                new Assessment.Step(
                        state.stepTicks() * config.interval().toMillis(),
                        state.stepRequests(),
                        missing(ruling, state, needed)),
                read,
                blamed);
    }

    private double missing(Ruling ruling, AnalysisState state, double forPass) {
        if (ruling != Ruling.CONTINUE) {
            return 0;
        }
        return switch (goal) {
            case NO_HARM -> requestsMissing(state);
            case PASS -> forPass;
            case WATCH -> 0;
        };
    }

    private String reason(Ruling ruling, AnalysisState state, List<MetricAssessment> read, Set<String> blamed) {
        return switch (ruling) {
            case FAIL -> silent(state) ? Reasons.silence(state) : Reasons.failure(judged(read), blamed);
            case PASS -> Reasons.pass(gating(read));
            case NO_HARM -> Reasons.noHarm(state, config);
            case CONTINUE -> goal == Goal.WATCH ? "watched for harm: none is proven" : open(state, read);
        };
    }

    private String open(AnalysisState state, List<MetricAssessment> read) {
        if (badSplit(state)) {
            return Reasons.split(state.sampleRatio(), config.canaryShare().orElseThrow());
        }
        return new OpenQuestions(config, state)
                .sentence(read, goal == Goal.NO_HARM ? requestsMissing(state) : 0, Judge.LEAST_REQUESTS);
    }

    /** The metrics that may fail the canary. */
    private List<MetricAssessment> judged(List<MetricAssessment> read) {
        return read.stream()
                .filter(metric -> config.roles().get(metric.name()) != Role.OBSERVE)
                .toList();
    }

    private List<MetricAssessment> gating(List<MetricAssessment> read) {
        return read.stream()
                .filter(metric -> config.roles().get(metric.name()) == Role.GATE)
                .toList();
    }

    private double combined(AnalysisState state) {
        double weights = 0;
        double sum = Double.NEGATIVE_INFINITY;
        for (MetricConfig metric : config.metrics()) {
            if (config.role(metric) == Role.OBSERVE) {
                continue;
            }
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
        return isMissing(state.canaryRead().get(metric.name()), state)
                || (!(metric instanceof SloMetric)
                        && isMissing(state.baselineRead().get(metric.name()), state));
    }

    private static boolean isMissing(@Nullable Long lastRead, AnalysisState state) {
        return lastRead == null || state.lastTick() - lastRead >= STALE;
    }

    private boolean isSuspicious(AnalysisState state) {
        return config.metrics().stream()
                .anyMatch(metric -> config.role(metric) != Role.OBSERVE && isSuspicious(metric, of(metric, state)));
    }

    private boolean isSuspicious(MetricConfig metric, MetricState state) {
        return metrics.strongest(metric, state) > StrictMath.log(1 / (10 * config.falseAlarm()));
    }

    private String pending(MetricConfig metric, MetricState its, AnalysisState state, double needed) {
        if (isMissing(metric, state)) {
            boolean canary = isMissing(state.canaryRead().get(metric.name()), state);
            boolean baseline = !(metric instanceof SloMetric)
                    && isMissing(state.baselineRead().get(metric.name()), state);
            return "no data of " + (canary && baseline ? "either arm" : canary ? "the canary" : "the baseline");
        }
        if (isSuspicious(metric, its)) {
            return "under suspicion of harm";
        }
        if (its instanceof MetricState.OfSlo(SloState slo) && !slo.metByBaseline(((SloMetric) metric).objective())) {
            return "the baseline misses the objective too";
        }
        return needed > 0
                ? "about " + Reasons.count(needed) + " more canary requests needed to exclude the margin"
                : "not yet proven better than the margin";
    }
}
