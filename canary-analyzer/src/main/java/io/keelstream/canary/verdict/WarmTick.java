package io.keelstream.canary.verdict;

import io.keelstream.canary.observations.Buckets;
import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.Levels;
import io.keelstream.canary.observations.Reading;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The readings of one metric and arm that count, by kind. A reading of another kind than asked for does not count.
 * Stateless.
 */
final class WarmTick {

    private WarmTick() {}

    static SortedMap<String, Counts> counts(SortedMap<String, Reading> pods) {
        SortedMap<String, Counts> counts = new TreeMap<>();
        for (Map.Entry<String, Reading> pod : pods.entrySet()) {
            if (pod.getValue() instanceof Counts reading) {
                counts.put(pod.getKey(), reading);
            }
        }
        return counts;
    }

    static SortedMap<String, Counts> above(SortedMap<String, Reading> pods, double bound) {
        SortedMap<String, Counts> counts = new TreeMap<>();
        for (Map.Entry<String, Reading> pod : pods.entrySet()) {
            if (pod.getValue() instanceof Buckets reading && reading.atOrBelow().containsKey(bound)) {
                counts.put(pod.getKey(), reading.above(bound));
            }
        }
        return counts;
    }

    static Optional<Buckets> buckets(SortedMap<String, Reading> pods) {
        return pods.values().stream()
                .filter(Buckets.class::isInstance)
                .map(Buckets.class::cast)
                .reduce(Buckets::plus);
    }

    /** The mean over pods, empty without a positive value. */
    static Optional<Double> mean(SortedMap<String, Reading> pods) {
        double[] values = pods.values().stream()
                .filter(Levels.class::isInstance)
                .flatMap(reading -> ((Levels) reading).values().stream())
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return values.length == 0 || sum <= 0 ? Optional.empty() : Optional.of(sum / values.length);
    }

    /** Requests of an arm in a tick; empty when nothing that counts requests was read. */
    static Optional<Double> requests(SortedMap<String, Reading> pods) {
        double sum = 0;
        boolean read = false;
        for (Reading reading : pods.values()) {
            switch (reading) {
                case Counts counts -> {
                    sum += counts.total();
                    read = true;
                }
                case Buckets buckets -> {
                    sum += buckets.total();
                    read = true;
                }
                case Levels levels -> read |= false;
            }
        }
        return read ? Optional.of(sum) : Optional.empty();
    }
}
