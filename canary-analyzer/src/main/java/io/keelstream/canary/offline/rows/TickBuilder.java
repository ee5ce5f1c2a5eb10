package io.keelstream.canary.offline.rows;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.config.SloMetric;
import io.keelstream.canary.observations.Buckets;
import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.Levels;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Reading;
import io.keelstream.canary.observations.Tick;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts the rows of one tick together, whatever their order. A row that repeats another changes nothing; of two rows that
 * say different things about the same count the greater stands, because counters only lose. Not safe for use by several
 * threads.
 */
final class TickBuilder {

    private final long number;
    private final AnalysisConfig config;
    private final SortedMap<Slot, Counts> counts = new TreeMap<>();
    private final SortedMap<Slot, SortedMap<Double, Double>> buckets = new TreeMap<>();
    private final SortedMap<Slot, SortedSet<Double>> levels = new TreeMap<>();
    private long unusable;

    TickBuilder(long number, AnalysisConfig config) {
        this.number = number;
        this.config = config;
    }

    void add(Row row) {
        Slot slot = new Slot(row.metric(), row.canary(), row.pod());
        switch (kind(row.metric())) {
            case RatioMetric ratio -> addCounts(slot, row);
            case SloMetric slo -> addCounts(slot, row);
            case HistogramMetric histogram -> addBucket(slot, row);
            case GaugeMetric gauge -> addLevel(slot, row);
        }
    }

    long unusable() {
        return unusable;
    }

    Tick build() {
        SortedMap<Slot, Reading> readings = new TreeMap<>(counts);
        buckets.forEach((slot, bounds) -> {
            if (Buckets.isUsable(bounds)) {
                readings.put(slot, new Buckets(bounds));
            } else {
                unusable++;
            }
        });
        levels.forEach((slot, values) -> readings.put(slot, new Levels(List.copyOf(values))));
        SortedMap<String, MetricTick> metrics = new TreeMap<>();
        for (MetricConfig metric : config.metrics()) {
            SortedMap<String, Reading> baseline = new TreeMap<>();
            SortedMap<String, Reading> canary = new TreeMap<>();
            readings.forEach((slot, reading) -> {
                if (slot.metric().equals(metric.name())) {
                    (slot.canary() ? canary : baseline).put(slot.pod(), reading);
                }
            });
            if (!baseline.isEmpty() || !canary.isEmpty()) {
                metrics.put(metric.name(), new MetricTick(baseline, canary));
            }
        }
        return new Tick(number, metrics);
    }

    private MetricConfig kind(String name) {
        return config.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void addCounts(Slot slot, Row row) {
        if (!Counts.isUsable(row.first(), row.second())) {
            unusable++;
            return;
        }
        Counts read = new Counts(row.first(), row.second());
        counts.merge(slot, read, (one, other) -> greater(one, other) ? one : other);
    }

    private static boolean greater(Counts one, Counts other) {
        return one.total() == other.total() ? one.events() > other.events() : one.total() > other.total();
    }

    private void addBucket(Slot slot, Row row) {
        boolean finite = row.second() >= 0 && row.second() < Double.POSITIVE_INFINITY;
        if (Double.isNaN(row.first()) || !finite) {
            unusable++;
            return;
        }
        buckets.computeIfAbsent(slot, key -> new TreeMap<>()).merge(row.first(), row.second(), Math::max);
    }

    private void addLevel(Slot slot, Row row) {
        if (!Double.isFinite(row.first())) {
            unusable++;
            return;
        }
        levels.computeIfAbsent(slot, key -> new TreeSet<>()).add(row.first());
    }

    /** Where a reading belongs. */
    private record Slot(String metric, boolean canary, String pod) implements Comparable<Slot> {

        @Override
        public int compareTo(Slot other) {
            int byMetric = metric.compareTo(other.metric);
            int byArm = byMetric == 0 ? Boolean.compare(canary, other.canary) : byMetric;
            return byArm == 0 ? pod.compareTo(other.pod) : byArm;
        }
    }
}
