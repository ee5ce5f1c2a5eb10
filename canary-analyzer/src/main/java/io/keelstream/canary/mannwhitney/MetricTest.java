package io.keelstream.canary.mannwhitney;

import io.keelstream.canary.mannwhitney.MetricScore.Label;
import io.keelstream.canary.mannwhitney.ScoredMetric.Direction;
import java.util.Arrays;
import java.util.Optional;

/**
 * Classifies one metric as Kayenta's judge does: it is high when the 98 % interval of the shift lies above a quarter of
 * the estimated shift and the effect is large enough, low likewise.
 *
 * <p>Corrected: nothing depends on the unit; constant values are compared as they are, without noise added to them;
 * effect limits hold for a baseline of zero, too; a metric that must have data and has none is a failure whatever its
 * strategy for missing values; infinite values are an error that counts. Stateless.
 */
public final class MetricTest {

    /** Confidence of the interval. */
    static final double CONFIDENCE = 0.98;

    private static final double TOLERANCE = 0.25;

    private MetricTest() {}

    /**
     * Judges one metric.
     *
     * @param metric what is configured
     * @param canary its values, NaN where one is missing
     * @param baseline likewise
     */
    public static MetricScore judge(ScoredMetric metric, double[] canary, double[] baseline) {
        long infinite = infinite(canary) + infinite(baseline);
        if (infinite > 0) {
            return MetricScore.without(metric, Label.ERROR, infinite + " values are infinite");
        }
        if (metric.mustHaveData() && (isEmpty(canary) || isEmpty(baseline))) {
            return MetricScore.without(metric, Label.NODATA_FAIL, noDataOf(canary));
        }
        double[] x = prepared(metric, canary);
        double[] y = prepared(metric, baseline);
        if (x.length == 0 || y.length == 0) {
            return MetricScore.without(metric, Label.NODATA, noDataOf(x));
        }
        return compared(metric, x, y);
    }

    private static MetricScore compared(ScoredMetric metric, double[] x, double[] y) {
        MannWhitney test = MannWhitney.of(x, y, CONFIDENCE);
        EffectLimits limits = metric.effect();
        double size = limits.measure().of(x, y);
        double tolerated = TOLERANCE * Math.abs(test.estimate());
        boolean significant = test.pValue() < 1 - CONFIDENCE;
        boolean high = metric.direction() != Direction.DECREASE
                && significant
                && test.low() > tolerated
                && size >= limits.allowedIncrease();
        boolean low = metric.direction() != Direction.INCREASE
                && significant
                && test.high() < -tolerated
                && size <= limits.allowedDecrease();
        Label label = high ? Label.HIGH : low ? Label.LOW : Label.PASS;
        boolean fatal = metric.critical()
                && ((high && size >= limits.criticalIncrease()) || (low && size <= limits.criticalDecrease()));
        String reason = label == Label.PASS
                ? ""
                : "shift %.4g (98 %% interval %.4g to %.4g, p = %.2g), %s %.3g"
                        .formatted(
                                test.estimate(),
                                test.low(),
                                test.high(),
                                test.pValue(),
                                limits.measure().key(),
                                size);
        return new MetricScore(metric, label, fatal, Optional.of(test), size, reason);
    }

    private static String noDataOf(double[] canary) {
        return "no data of the " + (isEmpty(canary) ? "canary" : "baseline");
    }

    private static boolean isEmpty(double[] values) {
        return Arrays.stream(values).allMatch(Double::isNaN);
    }

    private static long infinite(double[] values) {
        return Arrays.stream(values).filter(Double::isInfinite).count();
    }

    private static double[] prepared(ScoredMetric metric, double[] values) {
        double[] present = metric.missingAsZero()
                ? Arrays.stream(values)
                        .map(value -> Double.isNaN(value) ? 0 : value)
                        .toArray()
                : Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        return metric.outlierFactor().isPresent()
                ? Outliers.removed(present, metric.outlierFactor().getAsDouble())
                : present;
    }
}
