package io.keelstream.canary.mannwhitney;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.canary.mannwhitney.CanaryScore.Rating;
import io.keelstream.canary.mannwhitney.MetricScore.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Metric to group to summary, as Kayenta reckons. */
class CanaryScoreTest {

    @Test
    void groupScoresTheShareOfItsMetricsThatPass() {
        CanaryScore score = score(Map.of("a", 60.0, "b", 40.0), "a:PASS", "a:HIGH", "b:PASS");

        assertThat(score.groups()).containsEntry("a", 50.0).containsEntry("b", 100.0);
        assertThat(score.score()).isEqualTo(0.6 * 50 + 0.4 * 100);
        assertThat(score.rating()).isEqualTo(Rating.FAIL);
    }

    @Test
    void groupsWithoutAWeightShareWhatIsLeft() {
        assertThat(score(Map.of("a", 60.0), "a:PASS", "b:LOW", "c:PASS").score())
                .isEqualTo(80);
    }

    @Test
    void thresholdsSeparatePassMarginalAndFail() {
        assertThat(score(Map.of("a", 4.0, "b", 96.0), "a:HIGH", "b:PASS").rating())
                .isEqualTo(Rating.PASS);
        assertThat(score(Map.of("a", 20.0, "b", 80.0), "a:HIGH", "b:PASS").rating())
                .isEqualTo(Rating.MARGINAL);
        assertThat(score(Map.of("a", 30.0, "b", 70.0), "a:HIGH", "b:PASS").rating())
                .isEqualTo(Rating.FAIL);
    }

    @Test
    void groupWithoutDataDoesNotLowerTheScoreAndHalfOfAllWithoutDataMakesItZero() {
        assertThat(score(Map.of(), "a:PASS", "a:PASS", "b:NODATA").score()).isEqualTo(100);
        assertThat(score(Map.of(), "a:PASS", "b:NODATA").score()).isZero();
    }

    @Test
    void missingDataThatMustBeThereIsAFailureOfItsGroup() {
        assertThat(score(Map.of(), "a:PASS", "a:NODATA_FAIL").score()).isEqualTo(50);
    }

    @Test
    void mutedMetricsAreShownAndDoNotCount() {
        ScoredMetric muted = metric("m", "a", false, true);
        MetricScore high = MetricScore.without(muted, Label.HIGH, "worse");

        CanaryScore score = CanaryScore.of(
                config(Map.of(), List.of(muted, metric("n", "a", false, false))),
                List.of(high, MetricScore.without(metric("n", "a", false, false), Label.PASS, "")));

        assertThat(score.score()).isEqualTo(100);
        assertThat(score.metrics()).contains(high);
    }

    @Test
    void weightsAndThresholdsThatMakeNoSenseAreRefused() {
        List<ScoredMetric> metrics = List.of(metric("m", "a", false, false));

        assertThatThrownBy(() -> new CanaryConfig(metrics, Map.of("a", 60.0, "b", 70.0), 95, 75))
                .hasMessageContaining("must not exceed 100");
        assertThatThrownBy(() -> new CanaryConfig(metrics, Map.of(), 50, 75)).hasMessageContaining("marginal <= pass");
    }

    private static CanaryScore score(Map<String, Double> weights, String... groupsAndLabels) {
        List<ScoredMetric> metrics = new ArrayList<>();
        List<MetricScore> scores = new ArrayList<>();
        for (int i = 0; i < groupsAndLabels.length; i++) {
            List<String> parts = List.of(groupsAndLabels[i].split(":"));
            metrics.add(metric("m" + i, parts.getFirst(), false, false));
            scores.add(MetricScore.without(metrics.get(i), Label.valueOf(parts.getLast()), "because"));
        }
        return CanaryScore.of(config(weights, metrics), scores);
    }

    private static CanaryConfig config(Map<String, Double> weights, List<ScoredMetric> metrics) {
        return new CanaryConfig(metrics, weights, CanaryConfig.PASS, CanaryConfig.MARGINAL);
    }

    private static ScoredMetric metric(String name, String group, boolean critical, boolean muted) {
        return new ScoredMetric(
                name,
                List.of(group),
                ScoredMetric.Direction.INCREASE,
                new ScoredMetric.Cleaning(false, OptionalDouble.empty()),
                new ScoredMetric.Weight(critical, false, muted),
                EffectLimits.none());
    }
}
