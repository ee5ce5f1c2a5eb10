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
 * When each pod is warm, so that its warm-up does not count. A change of the warm-up is for new pods alone. Immutable.
 *
 * @param baseline pod to the number of the first tick that counts; the empty name where pods are not distinguished
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

    PodAges after(Tick tick, long warmup) {
        if (tick.metrics().values().stream().allMatch(this::knows)) {
            return this;
        }
        SortedMap<String, Long> nextBaseline = new TreeMap<>(baseline);
        SortedMap<String, Long> nextCanary = new TreeMap<>(canary);
        for (MetricTick metric : tick.metrics().values()) {
            metric.baseline().keySet().forEach(pod -> nextBaseline.putIfAbsent(pod, tick.number() + warmup));
            metric.canary().keySet().forEach(pod -> nextCanary.putIfAbsent(pod, tick.number() + warmup));
        }
        return new PodAges(nextBaseline, nextCanary);
    }

    /** After a step: where pods are not distinguished, those that were added are among the others, so all warm up again. */
    PodAges atStep() {
        SortedMap<String, Long> nextBaseline = new TreeMap<>(baseline);
        SortedMap<String, Long> nextCanary = new TreeMap<>(canary);
        nextBaseline.remove("");
        nextCanary.remove("");
        return new PodAges(nextBaseline, nextCanary);
    }

    private boolean knows(MetricTick metric) {
        return baseline.keySet().containsAll(metric.baseline().keySet())
                && canary.keySet().containsAll(metric.canary().keySet());
    }

    /** The readings of the pods that are old enough. */
    SortedMap<String, Reading> warm(Arm arm, MetricTick metric, long tick) {
        SortedMap<String, Long> first = switch (arm) {
            case BASELINE -> baseline;
            case CANARY -> canary;
        };
        SortedMap<String, Reading> all = metric.of(arm);
        SortedMap<String, Reading> warm = new TreeMap<>();
        for (Map.Entry<String, Reading> pod : all.entrySet()) {
            if (tick >= first.getOrDefault(pod.getKey(), Long.MAX_VALUE)) {
                warm.put(pod.getKey(), pod.getValue());
            }
        }
        return warm;
    }
}
