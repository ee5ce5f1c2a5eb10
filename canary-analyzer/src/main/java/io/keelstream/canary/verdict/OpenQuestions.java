package io.keelstream.canary.verdict;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.SloMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why there is no verdict yet, in a sentence: an arm that is missing takes precedence over what is not proven. Immutable. */
final class OpenQuestions {

    private final AnalysisConfig config;
    private final AnalysisState state;

    OpenQuestions(AnalysisConfig config, AnalysisState state) {
        this.config = config;
        this.state = state;
    }

    /**
     * The sentence.
     *
     * @param metrics what they show
     * @param requestsMissing canary requests that this step still lacks
     * @param leastRequests how many it needs
     */
    String sentence(List<MetricAssessment> metrics, double requestsMissing, double leastRequests) {
        return missingArm().orElseGet(() -> {
            List<String> open = new ArrayList<>();
            for (MetricAssessment metric : metrics) {
                if (!metric.passes()) {
                    open.add(metric.name() + ": " + metric.pending());
                }
            }
            if (requestsMissing > 0) {
                open.add("%s of %s canary requests seen"
                        .formatted(Reasons.count(state.stepRequests()), Reasons.count(leastRequests)));
            }
            if (state.stepTicks() < config.soakTicks()) {
                open.add("the soak is not over: %s of %s counted"
                        .formatted(
                                Reasons.duration(
                                        state.stepTicks() * config.interval().toMillis()),
                                Reasons.duration(config.soak().toMillis())));
            }
            return open.isEmpty() ? "nothing was counted yet" : String.join("; ", open);
        });
    }

    /** An arm without anything to compare; only where a metric counts requests of both. */
    private Optional<String> missingArm() {
        List<MetricConfig> counting = config.metrics().stream()
                .filter(metric -> !(metric instanceof GaugeMetric) && !(metric instanceof SloMetric))
                .toList();
        if (counting.isEmpty()) {
            return Optional.empty();
        }
        boolean baseline =
                counting.stream().anyMatch(metric -> state.baselineRead().containsKey(metric.name()));
        boolean canary = counting.stream().anyMatch(metric -> state.canaryRead().containsKey(metric.name()));
        if (!baseline
                && !canary
                && state.pods().baseline().isEmpty()
                && state.pods().canary().isEmpty()) {
            return Optional.of("neither arm has data: check the queries, and that the pods are scraped");
        }
        if (!baseline) {
            return Optional.of(noData("baseline", state.pods().baseline().isEmpty()));
        }
        if (!canary) {
            return Optional.of(noData("canary", state.pods().canary().isEmpty()));
        }
        if (state.liveness().neverHeard()) {
            return Optional.of("the canary has not received any request that counts");
        }
        return state.liveness().baselineNeverHeard()
                ? Optional.of("the baseline has not received any request that counts")
                : Optional.empty();
    }

    private static String noData(String arm, boolean neverSeen) {
        return neverSeen
                ? "the " + arm + " has no data: check the queries, and that its pods are scraped"
                : "the " + arm + " is still warming up";
    }
}
