package io.keelstream.canary.verdict;

import io.keelstream.canary.observations.Arm;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Reading;
import io.keelstream.canary.observations.Tick;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When each pod was first seen, so that its warm-up does not count. Immutable.
 *
 * @param baseline pod to the number of its first tick; the empty name where pods are not told apart
 * @param canary likewise
 */
public record PodAges(SortedMap<String, Long> baseline, SortedMap<String, Long> canary) {

    public PodAges {
        baseline = Collections.unmodifiableSortedMap(new TreeMap<>(baseline));
        canary = Collections.unmodifiableSortedMap(new TreeMap<>(canary));
    }

    static PodAges none() {
        return new PodAges(new TreeMap<>(), new TreeMap<>());
    }

    PodAges after(Tick tick) {
        SortedMap<String, Long> nextBaseline = baseline;
        SortedMap<String, Long> nextCanary = canary;
        for (MetricTick metric : tick.metrics().values()) {
            nextBaseline = seen(nextBaseline, metric.baseline(), tick.number());
            nextCanary = seen(nextCanary, metric.canary(), tick.number());
        }
        return nextBaseline.equals(baseline) && nextCanary.equals(canary)
                ? this
                : new PodAges(nextBaseline, nextCanary);
    }

    /** The readings of the pods that are old enough. */
    SortedMap<String, Reading> warm(Arm arm, MetricTick metric, long tick, long warmup) {
        SortedMap<String, Long> first = switch (arm) {
            case BASELINE -> baseline;
            case CANARY -> canary;
        };
        SortedMap<String, Reading> all = metric.of(arm);
        SortedMap<String, Reading> warm = new TreeMap<>();
        for (Map.Entry<String, Reading> pod : all.entrySet()) {
            if (tick - first.getOrDefault(pod.getKey(), tick) >= warmup) {
                warm.put(pod.getKey(), pod.getValue());
            }
        }
        return warm;
    }

    private static SortedMap<String, Long> seen(
            SortedMap<String, Long> first, SortedMap<String, Reading> readings, long tick) {
        if (first.keySet().containsAll(readings.keySet())) {
            return first;
        }
        SortedMap<String, Long> next = new TreeMap<>(first);
        for (String pod : readings.keySet()) {
            next.putIfAbsent(pod, tick);
        }
        return next;
    }
}
