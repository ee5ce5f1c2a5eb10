package io.keelstream.canary.mannwhitney;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.canary.mannwhitney.EffectLimits.Measure;
import io.keelstream.canary.mannwhitney.MetricScore.Label;
import io.keelstream.canary.mannwhitney.ScoredMetric.Direction;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The known faults of Kayenta's judge, each with the behaviour that corrects it; docs/canary.md lists them. */
class KayentaFaultsTest {

    private static final ScoredMetric PLAIN = ScoredMetric.increase("m", "g");

    @Test
    void unitDoesNotDecide() {
        // Given a shift of a third in values of about 1e-6: an absolute root tolerance of 1e-4 cannot see it
        double[] baseline = values(60, 3, 1e-6, 1);
        double[] canary = values(60, 4, 1e-6, 2);

        for (double scale : new double[] {1e-3, 1, 1e6, 1e12}) {
            MetricScore score = MetricTest.judge(PLAIN, times(canary, scale), times(baseline, scale));

            assertThat(score.label()).as("scale %s", scale).isEqualTo(Label.HIGH);
            assertThat(score.test().orElseThrow().low()).isPositive();
        }
    }

    @Test
    void errorCountsAsAFailureOfItsGroup() {
        // Given one metric that passes and one whose values cannot be compared
        CanaryConfig config = config(ScoredMetric.increase("good", "g"), ScoredMetric.increase("broken", "g"));
        double[] fine = values(20, 3, 1, 1);
        double[] infinite = fine.clone();
        infinite[3] = Double.POSITIVE_INFINITY;

        CanaryScore score = MannWhitneyJudge.judge(
                config, Map.of("good", fine, "broken", infinite), Map.of("good", fine, "broken", fine));

        assertThat(score.score()).isEqualTo(50);
        assertThat(score.reason()).contains("broken is ERROR: 1 values are infinite");
    }

    @Test
    void errorOfACriticalMetricMakesTheScoreZero() {
        ScoredMetric critical = with(Direction.INCREASE, false, true, false, EffectLimits.none());
        double[] fine = values(20, 3, 1, 1);
        double[] infinite = fine.clone();
        infinite[0] = Double.NEGATIVE_INFINITY;

        CanaryScore score = MannWhitneyJudge.judge(config(critical), Map.of("m", infinite), Map.of("m", fine));

        assertThat(score.score()).isZero();
        assertThat(score.rating()).isEqualTo(CanaryScore.Rating.FAIL);
    }

    @Test
    void pValueAndIntervalAreReported() {
        MannWhitney test = MetricTest.judge(PLAIN, values(60, 4, 1, 2), values(60, 3, 1, 1))
                .test()
                .orElseThrow();

        assertThat(test.pValue()).isBetween(0.0, 0.02);
        assertThat(test.low()).isLessThan(test.estimate());
        assertThat(test.high()).isGreaterThan(test.estimate());
    }

    @Test
    void constantValuesAreComparedWithoutNoise() {
        // Given values that never move: noise added to them would make the verdict a matter of luck
        double[] baseline = constant(30, 5);

        assertThat(MetricTest.judge(PLAIN, constant(30, 6), baseline).label()).isEqualTo(Label.HIGH);
        assertThat(MetricTest.judge(PLAIN, constant(30, 6), constant(30, 0)).label())
                .isEqualTo(Label.HIGH);
        assertThat(MetricTest.judge(PLAIN, constant(30, 5), baseline).label()).isEqualTo(Label.PASS);
        assertThat(MetricTest.judge(PLAIN, constant(2, 6), constant(2, 5)).label())
                .as("two values prove nothing")
                .isEqualTo(Label.PASS);
    }

    @Test
    void effectLimitsHoldForABaselineOfZeroToo() {
        // Given a decrease to zero that is allowed down to a tenth
        EffectLimits limits = new EffectLimits(Measure.MEAN_RATIO, 1, 0.1, 1, 0);
        ScoredMetric metric = with(Direction.DECREASE, false, false, false, limits);

        MetricScore allZero = MetricTest.judge(metric, constant(30, 0), values(30, 3, 1, 1));
        MetricScore fromZero = MetricTest.judge(
                with(Direction.INCREASE, false, false, false, new EffectLimits(Measure.MEAN_RATIO, 1.5, 1, 1, 1)),
                values(30, 3, 1, 1),
                constant(30, 0));

        assertThat(allZero.effectSize()).isZero();
        assertThat(allZero.label()).isEqualTo(Label.LOW);
        assertThat(fromZero.effectSize()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(fromZero.label()).isEqualTo(Label.HIGH);
    }

    @Test
    void dataThatMustBeThereIsMissedWhateverTheStrategyForMissingValues() {
        double[] nothing = constant(30, Double.NaN);
        ScoredMetric replaced = with(Direction.INCREASE, true, false, true, EffectLimits.none());

        assertThat(MetricTest.judge(replaced, nothing, nothing).label()).isEqualTo(Label.NODATA_FAIL);
        assertThat(MetricTest.judge(replaced, new double[0], values(9, 3, 1, 1)).label())
                .isEqualTo(Label.NODATA_FAIL);
    }

    private static ScoredMetric with(
            Direction direction, boolean zero, boolean critical, boolean mustHaveData, EffectLimits limits) {
        return new ScoredMetric(
                "m",
                List.of("g"),
                direction,
                new ScoredMetric.Cleaning(zero, OptionalDouble.empty()),
                new ScoredMetric.Weight(critical, mustHaveData, false),
                limits);
    }

    private static CanaryConfig config(ScoredMetric... metrics) {
        return new CanaryConfig(List.of(metrics), Map.of("g", 100.0), CanaryConfig.PASS, CanaryConfig.MARGINAL);
    }

    private static double[] constant(int count, double value) {
        double[] values = new double[count];
        Arrays.fill(values, value);
        return values;
    }

    private static double[] values(int count, double mean, double unit, long seed) {
        Random random = new Random(seed);
        return random.doubles(count, mean - 0.4, mean + 0.4)
                .map(value -> value * unit)
                .toArray();
    }

    private static double[] times(double[] values, double scale) {
        return Arrays.stream(values).map(value -> value * scale).toArray();
    }
}
