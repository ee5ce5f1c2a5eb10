package io.keelstream.canary.intake;

import io.keelstream.canary.observations.Buckets;
import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.Levels;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Reading;
import io.keelstream.canary.observations.Tick;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Merges readings of one tick: commutative, associative and idempotent. Of two counts for one place the greater stands,
 * because counters only lose. Stateless.
 */
final class Merging {

    private Merging() {}

    static Tick ticks(Tick one, Tick other) {
        SortedMap<String, MetricTick> metrics = new TreeMap<>(one.metrics());
        other.metrics().forEach((name, metric) -> metrics.merge(name, metric, Merging::metrics));
        return new Tick(one.number(), metrics);
    }

    private static MetricTick metrics(MetricTick one, MetricTick other) {
        return new MetricTick(arms(one.baseline(), other.baseline()), arms(one.canary(), other.canary()));
    }

    private static SortedMap<String, Reading> arms(SortedMap<String, Reading> one, SortedMap<String, Reading> other) {
        SortedMap<String, Reading> pods = new TreeMap<>(one);
        other.forEach((pod, reading) -> pods.merge(pod, reading, Merging::readings));
        return pods;
    }

    private static Reading readings(Reading one, Reading other) {
        if (one instanceof Counts left && other instanceof Counts right) {
            boolean leftStands =
                    left.total() == right.total() ? left.events() >= right.events() : left.total() > right.total();
            return leftStands ? left : right;
        }
        if (one instanceof Buckets left && other instanceof Buckets right) {
            SortedMap<Double, Double> counts = new TreeMap<>(left.atOrBelow());
            right.atOrBelow().forEach((bound, count) -> counts.merge(bound, count, Math::max));
            return monotone(counts);
        }
        if (one instanceof Levels left && other instanceof Levels right) {
            TreeSet<Double> values = new TreeSet<>(left.values());
            values.addAll(right.values());
            return new Levels(values.stream().toList());
        }
        return rank(one) >= rank(other) ? one : other;
    }

    /** Two partial histograms may contradict each other: a cumulative count is at least that of every lower bound. */
    private static Buckets monotone(SortedMap<Double, Double> counts) {
        SortedMap<Double, Double> rising = new TreeMap<>();
        double most = 0;
        for (var bucket : counts.entrySet()) {
            most = Math.max(most, bucket.getValue());
            rising.put(bucket.getKey(), most);
        }
        return new Buckets(rising);
    }

    /** A metric whose kind changes within a tick is broken; one kind has to stand whatever the order. */
    private static int rank(Reading reading) {
        return switch (reading) {
            case Counts counts -> 2;
            case Buckets buckets -> 1;
            case Levels levels -> 0;
        };
    }
}
