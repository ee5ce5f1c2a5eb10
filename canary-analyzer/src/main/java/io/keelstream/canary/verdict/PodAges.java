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
        if (tick.metrics().values().stream().allMatch(this::knows)) {
            return this;
        }
        SortedMap<String, Long> nextBaseline = new TreeMap<>(baseline);
        SortedMap<String, Long> nextCanary = new TreeMap<>(canary);
        for (MetricTick metric : tick.metrics().values()) {
            metric.baseline().keySet().forEach(pod -> nextBaseline.putIfAbsent(pod, tick.number()));
            metric.canary().keySet().forEach(pod -> nextCanary.putIfAbsent(pod, tick.number()));
        }
        return new PodAges(nextBaseline, nextCanary);
    }

    private boolean knows(MetricTick metric) {
        return baseline.keySet().containsAll(metric.baseline().keySet())
                && canary.keySet().containsAll(metric.canary().keySet());
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
}
