package io.keelstream.canary.observations;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cumulative histogram of one tick. Invariant: counts are finite, not negative and do not fall with the bound.
 * Immutable.
 *
 * @param atOrBelow upper bound (unit of the metric, positive infinity for all) to the number of events at or below it
 */
public record Buckets(SortedMap<Double, Double> atOrBelow) implements Reading {

    public Buckets {
        atOrBelow = Collections.unmodifiableSortedMap(new TreeMap<>(atOrBelow));
        if (!isUsable(atOrBelow)) {
            throw new IllegalArgumentException("bucket counts must be finite, >= 0 and not fall: " + atOrBelow);
        }
    }

    /** Whether the numbers can be a cumulative histogram. */
    public static boolean isUsable(SortedMap<Double, Double> atOrBelow) {
        double previous = 0;
        for (double count : atOrBelow.values()) {
            if (!(count >= previous) || count == Double.POSITIVE_INFINITY) {
                return false;
            }
            previous = count;
        }
        return true;
    }

    /** All events of the tick: the bucket without bound or, where the source has none, the last one. */
    public double total() {
        return atOrBelow.isEmpty() ? 0 : atOrBelow.lastEntry().getValue();
    }

    /**
     * Events above a bound, of all.
     *
     * @param bound one of the upper bounds
     */
    public Counts above(double bound) {
        Double below = atOrBelow.get(bound);
        if (below == null) {
            throw new IllegalArgumentException("no bucket with the upper bound " + bound + " in " + atOrBelow.keySet());
        }
        return new Counts(total() - below, total());
    }

    /** The sum over the bounds that both histograms have; empty where they have none in common. */
    public Buckets plus(Buckets other) {
        SortedMap<Double, Double> sum = new TreeMap<>();
        for (Map.Entry<Double, Double> bucket : atOrBelow.entrySet()) {
            Double count = other.atOrBelow.get(bucket.getKey());
            if (count != null) {
                sum.put(bucket.getKey(), bucket.getValue() + count);
            }
        }
        return new Buckets(sum);
    }
}
