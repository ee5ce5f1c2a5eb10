package io.keelstream.canary.mannwhitney;

import io.keelstream.canary.mannwhitney.MetricScore.Label;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Sums metrics up as Kayenta does: a group's score is the share of its metrics that pass, the summary is the mean of the
 * groups by weight. A critical failure, or half of the metrics without data, makes it 0. Corrected: a metric that ended in
 * an error counts as failed instead of being dropped. Immutable.
 *
 * @param score 0 to 100
 * @param rating of the score
 * @param groups group to score, NaN for a group without data (which counts as 100)
 * @param metrics as judged, muted ones included
 * @param reason for people; empty for a pass
 */
public record CanaryScore(
        double score, Rating rating, SequencedMap<String, Double> groups, List<MetricScore> metrics, String reason) {

    /** What a score means. */
    public enum Rating {
        /** The canary may go on. */
        PASS,
        /** Watch on: neither. */
        MARGINAL,
        /** The canary must go. */
        FAIL
    }

    private static final double TOO_MANY_WITHOUT_DATA = 0.5;

    public CanaryScore {
        metrics = List.copyOf(metrics);
    }

    /** The score of metrics that were judged. */
    public static CanaryScore of(CanaryConfig config, List<MetricScore> judged) {
        List<MetricScore> counted =
                judged.stream().filter(score -> !score.metric().muted()).toList();
        SequencedMap<String, Double> groups = groups(counted);
        for (MetricScore score : counted) {
            if (score.fatal()) {
                return rated(
                        config, 0, groups, judged, "critical metric '%s': %s".formatted(name(score), score.reason()));
            }
        }
        long empty =
                counted.stream().filter(score -> score.label() == Label.NODATA).count();
        if (empty >= TOO_MANY_WITHOUT_DATA * counted.size()) {
            return rated(config, 0, groups, judged, empty + " of " + counted.size() + " metrics have no data");
        }
        List<String> failures = new ArrayList<>();
        for (MetricScore score : counted) {
            if (score.label() != Label.PASS) {
                failures.add("%s is %s: %s".formatted(name(score), score.label(), score.reason()));
            }
        }
        double sum = Math.rint(summary(config, groups) * 100) / 100;
        return rated(config, sum, groups, judged, String.join("; ", failures));
    }

    private static CanaryScore rated(
            CanaryConfig config,
            double score,
            SequencedMap<String, Double> groups,
            List<MetricScore> judged,
            String reason) {
        Rating rating =
                score >= config.pass() ? Rating.PASS : score >= config.marginal() ? Rating.MARGINAL : Rating.FAIL;
        return new CanaryScore(score, rating, groups, judged, reason);
    }

    private static String name(MetricScore score) {
        return score.metric().name();
    }

    private static SequencedMap<String, Double> groups(List<MetricScore> counted) {
        SequencedMap<String, int[]> tallies = new LinkedHashMap<>();
        for (MetricScore score : counted) {
            for (String group : score.metric().groups()) {
                int[] tally = tallies.computeIfAbsent(group, key -> new int[2]);
                tally[0] += score.label() == Label.PASS ? 1 : 0;
                tally[1] += score.label() == Label.NODATA ? 0 : 1;
            }
        }
        SequencedMap<String, Double> scores = new LinkedHashMap<>();
        tallies.forEach((group, tally) -> scores.put(group, tally[1] == 0 ? Double.NaN : 100.0 * tally[0] / tally[1]));
        return scores;
    }

    private static double summary(CanaryConfig config, Map<String, Double> groups) {
        double given = config.groupWeights().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        long open = groups.keySet().stream()
                .filter(group -> !config.groupWeights().containsKey(group))
                .count();
        double each = open == 0 ? 0 : (100 - given) / open;
        double sum = 0;
        for (Map.Entry<String, Double> group : groups.entrySet()) {
            double weight = config.groupWeights().getOrDefault(group.getKey(), each);
            sum += weight / 100 * (Double.isNaN(group.getValue()) ? 100 : group.getValue());
        }
        return sum;
    }
}
