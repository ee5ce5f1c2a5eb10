package io.keelstream.canary.offline.rows;

import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.config.SloMetric;
import io.keelstream.canary.observations.Buckets;
import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.Levels;
import io.keelstream.canary.observations.Reading;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rows of one metric and arm in one tick, by pod. A row that repeats another changes nothing; of two rows that say
 * different things about the same count the greater stands, because counters only lose. Not safe for use by several
 * threads.
 */
final class ArmRows {

    private final SortedMap<String, Counts> counts = new TreeMap<>();
    private final SortedMap<String, SortedMap<Double, Double>> buckets = new TreeMap<>();
    private final SortedMap<String, SortedSet<Double>> levels = new TreeMap<>();

    /** Takes a row in; false when its numbers cannot be used. */
    boolean add(Row row) {
        return switch (row.metric()) {
            case RatioMetric ratio -> addCounts(row);
            case SloMetric slo -> addCounts(row);
            case HistogramMetric histogram -> addBucket(row);
            case GaugeMetric gauge -> addLevel(row);
        };
    }

    private boolean addCounts(Row row) {
        if (!Counts.isUsable(row.first(), row.second())) {
            return false;
        }
        Counts read = new Counts(row.first(), row.second());
        counts.merge(row.pod(), read, (one, other) -> greater(one, other) ? one : other);
        return true;
    }

    private static boolean greater(Counts one, Counts other) {
        return one.total() == other.total() ? one.events() > other.events() : one.total() > other.total();
    }

    private boolean addBucket(Row row) {
        boolean finite = row.second() >= 0 && row.second() < Double.POSITIVE_INFINITY;
        if (Double.isNaN(row.first()) || !finite) {
            return false;
        }
        buckets.computeIfAbsent(row.pod(), key -> new TreeMap<>()).merge(row.first(), row.second(), Math::max);
        return true;
    }

    private boolean addLevel(Row row) {
        if (!Double.isFinite(row.first())) {
            return false;
        }
        levels.computeIfAbsent(row.pod(), key -> new TreeSet<>()).add(row.first());
        return true;
    }

    /** Histograms whose counts fall with the bound: they are no readings. */
    long contradictions() {
        return buckets.values().stream()
                .filter(bounds -> !Buckets.isUsable(bounds))
                .count();
    }

    /** The readings by pod. */
    SortedMap<String, Reading> readings() {
        SortedMap<String, Reading> readings = new TreeMap<>(counts);
        buckets.forEach((pod, bounds) -> {
            if (Buckets.isUsable(bounds)) {
                readings.put(pod, new Buckets(bounds));
            }
        });
        levels.forEach((pod, values) -> readings.put(pod, new Levels(List.copyOf(values))));
        return readings;
    }
}
