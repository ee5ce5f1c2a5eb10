package io.keelstream.canary.verdict;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.sampleratio.SampleRatio;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The sentences of a verdict. Stateless. */
final class Reasons {

    private Reasons() {}

    static String silence(AnalysisState state) {
        return "the canary has been silent while the baseline had load: %s requests were expected of it"
                .formatted(count(state.liveness().expected()));
    }

    static String failure(List<MetricAssessment> metrics, Set<String> blamed) {
        List<String> sentences = new ArrayList<>();
        for (MetricAssessment metric : metrics) {
            if (blamed.contains(metric.strongest().name())) {
                sentences.add(harm(metric.strongest()));
            }
        }
        if (sentences.isEmpty()) {
            sentences.add(harm(strongest(metrics)));
        }
        return String.join("; ", sentences);
    }

    static String pass(List<MetricAssessment> metrics) {
        List<String> names = metrics.stream().map(MetricAssessment::name).toList();
        return "not worse than the margin on " + String.join(", ", names) + " after " + count(requests(metrics))
                + " canary requests";
    }

    static String split(SampleRatio ratio, double asked) {
        return "traffic split is not what was asked: %.3g %% of the requests reached the canary, %.3g %% were asked for"
                .formatted(100 * ratio.canary() / ratio.total(), 100 * asked);
    }

    static String noHarm(AnalysisState state, AnalysisConfig config) {
        return "no sign of harm after "
                + duration(state.stepTicks() * config.interval().toMillis()) + " and " + count(state.stepRequests())
                + " canary requests";
    }

    /** A time as people say it: whole minutes from two on. */
    static String duration(long millis) {
        long seconds = Math.ceilDiv(millis, 1_000);
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
    }

    static String count(double number) {
        return String.format(Locale.ROOT, "%,.0f", Math.ceil(number));
    }

    private static Comparison strongest(List<MetricAssessment> metrics) {
        Comparison strongest = metrics.getFirst().strongest();
        for (MetricAssessment metric : metrics) {
            if (metric.strongest().logE() > strongest.logE()) {
                strongest = metric.strongest();
            }
        }
        return strongest;
    }

    private static String harm(Comparison comparison) {
        String what = Double.isNaN(comparison.bound())
                ? comparison.name() + " on the canary"
                : comparison.name() + ": requests slower than " + comparison.bound() + " on the canary";
        if (comparison.counts().baselineTotal() == 0 && comparison.counts().canaryTotal() > 0) {
            return "%s is %.5g (95 %% interval %.5g-%.5g), below the objective"
                    .formatted(comparison.name(), comparison.estimate(), comparison.low(), comparison.high());
        }
        String after = comparison.counts().canaryTotal() == 0
                ? ""
                : " after " + count(comparison.counts().canaryTotal()) + " canary requests";
        return "%s are %s times the baseline's (95 %% interval %s-%s)%s"
                .formatted(
                        what,
                        factor(comparison.estimate()),
                        factor(comparison.low()),
                        factor(comparison.high()),
                        after);
    }

    private static String factor(double ratio) {
        return ratio < 100 ? String.format(Locale.ROOT, "%.2g", ratio) : ratio > 1e6 ? "many" : count(ratio);
    }

    private static double requests(List<MetricAssessment> metrics) {
        double most = 0;
        for (MetricAssessment metric : metrics) {
            most = Math.max(most, metric.strongest().counts().canaryTotal());
        }
        return most;
    }
}
