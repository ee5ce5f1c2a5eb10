package io.keelstream.canary.mannwhitney;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One metric of a canary configuration. Immutable.
 *
 * @param name of the metric
 * @param groups it belongs to
 * @param direction which difference is bad
 * @param missingAsZero whether missing values are zero, else they are removed
 * @param outlierFactor interquartile ranges beyond which values are removed; empty = all are kept
 * @param critical whether its failure makes the score 0
 * @param mustHaveData whether missing data is a failure
 * @param muted whether it is shown and does not count
 * @param effect limits of the size of the effect
 */
public record ScoredMetric(
        String name,
        List<String> groups,
        Direction direction,
        boolean missingAsZero,
        OptionalDouble outlierFactor,
        boolean critical,
        boolean mustHaveData,
        boolean muted,
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

    public ScoredMetric {
        groups = List.copyOf(groups);
        outlierFactor.ifPresent(factor -> {
            if (!(factor > 0)) {
                throw new IllegalArgumentException("outlierFactor must be greater than 0, got " + factor);
            }
        });
    }

    /** A metric of which more is bad, with all else as Kayenta has it when nothing is said. */
    public static ScoredMetric increase(String name, String group) {
        return new ScoredMetric(
                name,
                List.of(group),
                Direction.INCREASE,
                false,
                OptionalDouble.empty(),
                false,
                false,
                false,
                EffectLimits.none());
    }
}
