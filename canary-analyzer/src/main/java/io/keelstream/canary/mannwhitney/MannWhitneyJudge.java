package io.keelstream.canary.mannwhitney;

import io.keelstream.canary.mannwhitney.MetricScore.Label;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Classifies metrics and sums them up as Kayenta's judge does: a metric fails when the 98 % interval of the shift lies
 * beyond a quarter of the estimate; a group's score is the share of its metrics that pass; the summary is the mean of
 * the groups by weight. Mended: roots are relative to the data, so units do not matter; a metric that cannot be read is a
 * failure, not left out; p-value and interval are reported. Stateless.
 */
public final class MannWhitneyJudge {

    private static final double CONFIDENCE = 0.98;
    private static final double TOLERANCE = 0.25;
    private static final double OUTLIER_FACTOR = 3;

    private MannWhitneyJudge() {}

    /**
     * Judges one metric.
     *
     * @param metric what is configured
     * @param canary its values, NaN where one is missing
     * @param baseline likewise
     */
    public static MetricScore judge(ScoredMetric metric, double[] canary, double[] baseline) {
        double[] x = prepared(metric, canary);
        double[] y = prepared(metric, baseline);
        if (x.length == 0 || y.length == 0) {
            Label label = metric.mustHaveData() || x.length != y.length ? Label.ERROR : Label.NODATA;
            String reason = "no data of " + (x.length == 0 ? "the canary" : "the baseline");
            boolean fatal = metric.critical() && label == Label.ERROR;
            return new MetricScore(metric.name(), label, fatal, Double.NaN, Double.NaN, Double.NaN, Double.NaN, reason);
        }
        MannWhitney test = MannWhitney.of(x, y, CONFIDENCE);
        double size = metric.effect().commonLanguage() ? EffectSizes.commonLanguage(x, y) : EffectSizes.meanRatio(x, y);
        Label label = label(metric, test, size);
        boolean beyond = size > metric.effect().criticalIncrease()
                || size < metric.effect().criticalDecrease();
        boolean fatal = label != Label.PASS && (metric.critical() || beyond);
        String reason = label == Label.PASS
                ? ""
                : "shift %.4g (98 %% interval %.4g to %.4g, p = %.2g), effect size %.3g"
                        .formatted(test.estimate(), test.low(), test.high(), test.pValue(), size);
        return new MetricScore(
                metric.name(), label, fatal, test.pValue(), test.estimate(), test.low(), test.high(), reason);
    }

    /**
     * The score of all metrics, 0 to 100.
     *
     * @param metrics as configured
     * @param scores of the same metrics, in the same order
     * @param weights group to weight; groups without a weight share what is left to 100
     */
    public static double summary(List<ScoredMetric> metrics, List<MetricScore> scores, Map<String, Double> weights) {
        if (scores.stream().anyMatch(MetricScore::critical)) {
            return 0;
        }
        Map<String, int[]> groups = new LinkedHashMap<>();
        for (int i = 0; i < scores.size(); i++) {
            MetricScore score = scores.get(i);
            if (score.label() == Label.NODATA) {
                continue;
            }
            for (String group : metrics.get(i).groups()) {
                int[] tally = groups.computeIfAbsent(group, key -> new int[2]);
                tally[0] += score.label() == Label.PASS ? 1 : 0;
                tally[1]++;
            }
        }
        double given = groups.keySet().stream()
                .mapToDouble(group -> weights.getOrDefault(group, 0.0))
                .sum();
        long open = groups.keySet().stream()
                .filter(group -> !weights.containsKey(group))
                .count();
        double each = open == 0 ? 0 : Math.max(0, 100 - given) / open;
        double sum = 0;
        double weight = 0;
        for (Map.Entry<String, int[]> group : groups.entrySet()) {
            double its = Optional.ofNullable(weights.get(group.getKey())).orElse(each);
            sum += its * group.getValue()[0] / group.getValue()[1];
            weight += its;
        }
        return weight == 0 ? 0 : 100 * sum / weight;
    }

    private static Label label(ScoredMetric metric, MannWhitney test, double size) {
        double tolerated = TOLERANCE * Math.abs(test.estimate());
        boolean high = metric.direction() != ScoredMetric.Direction.DECREASE
                && test.low() > tolerated
                && size > metric.effect().allowedIncrease();
        boolean low = metric.direction() != ScoredMetric.Direction.INCREASE
                && test.high() < -tolerated
                && size < metric.effect().allowedDecrease();
        return high ? Label.HIGH : low ? Label.LOW : Label.PASS;
    }

    private static double[] prepared(ScoredMetric metric, double[] values) {
        double[] finite = metric.nanAsZero()
                ? Arrays.stream(values)
                        .map(value -> Double.isFinite(value) ? value : 0)
                        .toArray()
                : Arrays.stream(values).filter(Double::isFinite).toArray();
        return metric.removeOutliers() ? withoutOutliers(finite) : finite;
    }

    /** Removes what lies further than three interquartile ranges outside the quartiles (Tukey 1977). */
    private static double[] withoutOutliers(double[] values) {
        if (values.length < 4) {
            return values;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double first = quantile(sorted, 0.25);
        double third = quantile(sorted, 0.75);
        double reach = OUTLIER_FACTOR * (third - first);
        return Arrays.stream(values)
                .filter(value -> value >= first - reach && value <= third + reach)
                .toArray();
    }

    private static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
