package io.keelstream.canary.histogram;

import io.keelstream.canary.observations.Buckets;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The baseline's histogram so far, and the bucket bound that stands for a quantile in the next tick.
 *
 * <p>The bound is the one whose share of slower requests is nearest (as a ratio) to that of the quantile. It depends on
 * the past alone, so counting the requests above it in the next tick is a bet that was placed before the result was
 * known. Counts are smoothed by half an event, and old ones fade. Immutable.
 *
 * @param atOrBelow upper bound to faded number of requests of the baseline at or below it
 */
public record BoundChoice(SortedMap<Double, Double> atOrBelow) {

    /** Half of what is remembered is forgotten in 30 ticks: a cold start must not choose the bounds for hours. */
    private static final double LEAST_KEPT = StrictMath.pow(0.5, 1.0 / 30);

    /** With little traffic, what is remembered amounts to about this many requests all the same. */
    private static final double LEAST_REQUESTS = 2_000;

    public BoundChoice {
        atOrBelow = Collections.unmodifiableSortedMap(new TreeMap<>(atOrBelow));
    }

    /** Before the first tick. */
    public static BoundChoice none() {
        return new BoundChoice(new TreeMap<>());
    }

    /** After a tick of the baseline; other bounds than before (a new exporter) start the sums anew. */
    public BoundChoice after(Buckets baseline) {
        if (baseline.total() == 0) {
            return this;
        }
        if (!atOrBelow.keySet().equals(baseline.atOrBelow().keySet())) {
            return new BoundChoice(baseline.atOrBelow());
        }
        double kept = Math.max(LEAST_KEPT, 1 - baseline.total() / LEAST_REQUESTS);
        SortedMap<Double, Double> next = new TreeMap<>();
        for (Map.Entry<Double, Double> bucket : baseline.atOrBelow().entrySet()) {
            next.put(bucket.getKey(), bucket.getValue() + kept * atOrBelow.getOrDefault(bucket.getKey(), 0.0));
        }
        return new BoundChoice(next);
    }

    /** The same without the bounds that a tick to come does not have. */
    public BoundChoice among(SortedMap<Double, Double> available) {
        if (available.keySet().equals(atOrBelow.keySet())) {
            return this;
        }
        SortedMap<Double, Double> common = new TreeMap<>(atOrBelow);
        common.keySet().retainAll(available.keySet());
        return new BoundChoice(common);
    }

    /**
     * The bound for a quantile, empty before the first request.
     *
     * @param quantile between 0 and 1
     */
    public OptionalDouble at(double quantile) {
        double total = atOrBelow.isEmpty() ? 0 : atOrBelow.lastEntry().getValue();
        double best = Double.NaN;
        double leastDistance = Double.POSITIVE_INFINITY;
        if (total > 0) {
            for (Map.Entry<Double, Double> bucket : atOrBelow.entrySet()) {
                double slower = (total - bucket.getValue() + 0.5) / (total + 1);
                double distance = Math.max(slower / (1 - quantile), (1 - quantile) / slower);
                if (distance < leastDistance && bucket.getKey() < Double.POSITIVE_INFINITY) {
                    leastDistance = distance;
                    best = bucket.getKey();
                }
            }
        }
        return Double.isNaN(best) ? OptionalDouble.empty() : OptionalDouble.of(best);
    }

    /** The next finite bound above one, empty above the last. */
    public OptionalDouble above(double bound) {
        for (double candidate : atOrBelow.tailMap(bound).keySet()) {
            if (candidate > bound && candidate < Double.POSITIVE_INFINITY) {
                return OptionalDouble.of(candidate);
            }
        }
        return OptionalDouble.empty();
    }
}
