package io.keelstream.canary.observations;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Readings of one metric in one tick, by arm and pod. An arm without readings has an empty map: that is a gap, which
 * is not the same as a reading of zero. Immutable.
 *
 * @param baseline pod name to reading; the empty name where pods are not distinguished
 * @param canary likewise
 */
public record MetricTick(SortedMap<String, Reading> baseline, SortedMap<String, Reading> canary) {

    public MetricTick {
        baseline = Collections.unmodifiableSortedMap(new TreeMap<>(baseline));
        canary = Collections.unmodifiableSortedMap(new TreeMap<>(canary));
    }

    /** The readings of one arm. */
    public SortedMap<String, Reading> of(Arm arm) {
        return switch (arm) {
            case BASELINE -> baseline;
            case CANARY -> canary;
        };
    }
}
