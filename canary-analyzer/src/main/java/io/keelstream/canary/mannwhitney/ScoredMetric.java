package io.keelstream.canary.mannwhitney;

import java.util.List;

/**
 * One metric of a canary configuration. Immutable.
 *
 * @param name of the metric
 * @param groups it belongs to
 * @param direction which difference is bad
 * @param nanAsZero whether missing values are zero, else they are removed
 * @param removeOutliers whether outliers are removed before the test
 * @param critical whether its failure makes the score 0
 * @param mustHaveData whether missing data is a failure
 * @param effect limits of the size of the effect
 */
public record ScoredMetric(
        String name,
        List<String> groups,
        Direction direction,
        boolean nanAsZero,
        boolean removeOutliers,
        boolean critical,
        boolean mustHaveData,
        EffectLimits effect) {

    /** Which difference is bad. */
    public enum Direction {
        /** More is bad. */
        INCREASE,
        /** Less is bad. */
        DECREASE,
        /** Any difference is bad. */
        EITHER
    }

    /**
     * Limits of the size of an effect. A significant difference within them passes.
     *
     * @param commonLanguage whether the measure is the common language effect size, else the ratio of the means
     * @param allowedIncrease greatest size that passes
     * @param allowedDecrease smallest size that passes
     * @param criticalIncrease greatest size that does not make the score 0
     * @param criticalDecrease smallest size that does not make the score 0
     */
    public record EffectLimits(
            boolean commonLanguage,
            double allowedIncrease,
            double allowedDecrease,
            double criticalIncrease,
            double criticalDecrease) {

        /** Every significant difference fails. */
        public static EffectLimits none() {
            return new EffectLimits(false, 1, 1, Double.POSITIVE_INFINITY, 0);
        }
    }

    public ScoredMetric {
        groups = List.copyOf(groups);
    }
}
