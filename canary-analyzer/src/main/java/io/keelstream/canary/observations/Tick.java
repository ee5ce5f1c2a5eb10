package io.keelstream.canary.observations;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that is known about one interval of an analysis, complete: nothing will be added. Immutable.
 *
 * @param number position on the time axis, in intervals
 * @param metrics metric name to readings
 */
public record Tick(long number, SortedMap<String, MetricTick> metrics) {

    public Tick {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }
}
