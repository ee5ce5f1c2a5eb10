package io.keelstream.canary.observations;

import java.util.List;

/**
 * Values of a gauge in one tick; more than one where the source does not name the pods. Invariant: finite and sorted,
 * so that their sum does not depend on the order in which they came. Immutable.
 *
 * @param values the values in the unit of the metric
 */
public record Levels(List<Double> values) implements Reading {

    public Levels {
        values = values.stream().sorted().toList();
        if (!values.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("gauge values must be finite, got " + values);
        }
    }
}
