package io.keelstream.benchmarks.canary.method;

import io.keelstream.benchmarks.canary.simulation.Effect;
import io.keelstream.canary.observations.Buckets;
import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.Levels;
import io.keelstream.canary.observations.Reading;
import io.keelstream.canary.observations.Tick;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a dashboard shows of one arm: per metric one value a minute, NaN where there is none. A ratio is shown as events
 * over total, a histogram as its median and 99th percentile (straight lines within buckets, as Prometheus does), a gauge
 * as its mean. Not safe for use by several threads.
 */
final class MinuteValues {

    private final Map<String, Counts> counts = new LinkedHashMap<>();
    private final Map<String, Buckets> buckets = new LinkedHashMap<>();
    private final Map<String, double[]> levels = new LinkedHashMap<>();
    private final SequencedMap<String, double[]> values = new LinkedHashMap<>();

    /** Takes in the readings of one arm of one metric in one tick. */
    void add(String metric, Collection<Reading> readings) {
        for (Reading reading : readings) {
            switch (reading) {
                case Counts read -> counts.merge(metric, read, Counts::plus);
                case Buckets read -> buckets.merge(metric, read, Buckets::plus);
                case Levels read -> {
                    double[] sum = levels.computeIfAbsent(metric, key -> new double[2]);
                    read.values().forEach(value -> sum[0] += value);
                    sum[1] += read.values().size();
                }
            }
        }
    }

    /** Ends a minute, given by its number from 0. */
    void close(int minute) {
        counts.forEach(
                (metric, sum) -> put(metric, minute, sum.total() == 0 ? Double.NaN : sum.events() / sum.total()));
        buckets.forEach((metric, sum) -> {
            put(metric + "/p50", minute, quantile(sum, 0.5));
            put(metric + "/p99", minute, quantile(sum, 0.99));
        });
        levels.forEach((metric, sum) -> put(metric, minute, sum[0] / sum[1]));
        counts.clear();
        buckets.clear();
        levels.clear();
    }

    /** The values of some minutes, by metric. */
    SequencedMap<String, double[]> between(int from, int to) {
        SequencedMap<String, double[]> window = new LinkedHashMap<>();
        values.forEach((metric, all) -> window.put(metric, Arrays.copyOfRange(all, from, to)));
        return window;
    }

    /** The value of a metric in a minute, NaN where there is none. */
    double at(String metric, int minute) {
        return Optional.ofNullable(values.get(metric)).map(all -> all[minute]).orElse(Double.NaN);
    }

    private void put(String metric, int minute, double value) {
        values.computeIfAbsent(metric, key -> nothing())[minute] = value;
    }

    private static double[] nothing() {
        double[] values = new double[Method.TICKS / Effect.MINUTE];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private static double quantile(Buckets buckets, double share) {
        double rank = share * buckets.total();
        double below = 0;
        double lower = 0;
        for (Map.Entry<Double, Double> bucket : buckets.atOrBelow().entrySet()) {
            if (bucket.getValue() >= rank && bucket.getValue() > below) {
                return bucket.getKey() == Double.POSITIVE_INFINITY
                        ? lower
                        : lower + (bucket.getKey() - lower) * (rank - below) / (bucket.getValue() - below);
            }
            below = bucket.getValue();
            lower = bucket.getKey();
        }
        return Double.NaN;
    }

    /** Both arms of a tick. */
    static void add(Tick tick, MinuteValues baseline, MinuteValues canary) {
        tick.metrics().forEach((metric, readings) -> {
            baseline.add(metric, readings.baseline().values());
            canary.add(metric, readings.canary().values());
        });
    }
}
