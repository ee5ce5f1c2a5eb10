package io.keelstream.canary.mannwhitney;

import java.util.List;
import java.util.Map;

/**
 * The second judge, for teams that come from Kayenta: looks once, at values per interval, with their configuration. It
 * assumes independent values, which metrics are not; {@code docs/canary-accuracy.md} shows what that costs. Stateless.
 */
public final class MannWhitneyJudge {

    private MannWhitneyJudge() {}

    /**
     * Judges a canary.
     *
     * @param config what is compared and how it counts
     * @param canary metric to values in the order of time, NaN where one is missing; a metric may be absent
     * @param baseline likewise
     */
    public static CanaryScore judge(CanaryConfig config, Map<String, double[]> canary, Map<String, double[]> baseline) {
        List<MetricScore> scores = config.metrics().stream()
                .map(metric -> MetricTest.judge(
                        metric,
                        canary.getOrDefault(metric.name(), new double[0]),
                        baseline.getOrDefault(metric.name(), new double[0])))
                .toList();
        return CanaryScore.of(config, scores);
    }
}
