package io.keelstream.benchmarks.scenario;

import java.util.Arrays;
import java.util.List;

/** Order statistics of a few samples. Immutable. */
public final class Quantiles {

    private final double[] sorted;

    public Quantiles(List<Double> samples) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("no samples");
        }
        sorted = samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** The smallest sample that at least the share of all samples does not exceed (nearest rank). */
    public double at(double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
    }

    public double median() {
        return at(0.5);
    }

    public double max() {
        return sorted[sorted.length - 1];
    }

    @Override
    public String toString() {
        return Arrays.toString(sorted);
    }
}
