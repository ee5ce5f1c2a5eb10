package io.keelstream.canary.mannwhitney;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One metric of a canary configuration. Immutable.
 *
 * @param name of the metric
 * @param groups it belongs to
 * @param direction which difference is bad
 * @param cleaning which values are compared
 * @param weight what its failure means
 * @param effect limits of the size of the effect
 */
public record ScoredMetric(
        String name, List<String> groups, Direction direction, Cleaning cleaning, Weight weight, EffectLimits effect) {

    /**
     * Which values are compared.
     *
     * @param missingAsZero whether missing values are zero, else they are removed
     * @param outlierFactor interquartile ranges beyond which values are removed; empty = all are kept
     */
    public record Cleaning(boolean missingAsZero, OptionalDouble outlierFactor) {

        public Cleaning {
            outlierFactor.ifPresent(factor -> {
                if (!(factor > 0)) {
                    throw new IllegalArgumentException("outlierFactor must be greater than 0, got " + factor);
                }
            });
        }
    }

    /**
     * What a metric's failure means.
     *
     * @param critical whether its failure makes the score 0
     * @param mustHaveData whether missing data is a failure
     * @param muted whether it is shown and does not count
     */
    public record Weight(boolean critical, boolean mustHaveData, boolean muted) {}

    /** Which difference is bad. */
    public enum Direction {
        /** More is bad. */
        INCREASE,
        /** Less is bad. */
        DECREASE,
        /** Any difference is bad. */
        EITHER
    }

    public ScoredMetric {
        groups = List.copyOf(groups);
    }

    /** Whether missing values are zero. */
    public boolean missingAsZero() {
        return cleaning.missingAsZero();
    }

    /** Interquartile ranges beyond which values are removed; empty = all are kept. */
    public OptionalDouble outlierFactor() {
        return cleaning.outlierFactor();
    }

    /** Whether its failure makes the score 0. */
    public boolean critical() {
        return weight.critical();
    }

    /** Whether missing data is a failure. */
    public boolean mustHaveData() {
        return weight.mustHaveData();
    }

    /** Whether it is shown and does not count. */
    public boolean muted() {
        return weight.muted();
    }

    /** A metric of which more is bad, with all else as Kayenta has it when nothing is said. */
    public static ScoredMetric increase(String name, String group) {
        return new ScoredMetric(
                name,
                List.of(group),
                Direction.INCREASE,
                new ScoredMetric.Cleaning(false, OptionalDouble.empty()),
                new ScoredMetric.Weight(false, false, false),
                EffectLimits.none());
    }
}
