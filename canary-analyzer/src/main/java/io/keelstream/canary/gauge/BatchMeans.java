package io.keelstream.canary.gauge;

import java.util.ArrayList;
import java.util.List;

/**
 * The long-run variance of a correlated series from the spread of its batch means, in at most 32 numbers.
 *
 * <p>Values fill batches of equal size; when 32 are full, neighbours are joined and the size doubles, so batches
 * outgrow any correlation of finite length. {@code sigma^2 = size * var(batch means)}, for 8 batches and more.
 *
 * <p>Source: batch means with growing batches, Glynn and Whitt (1991); Fishman (1978). Immutable.
 *
 * @param full sums of the full batches, oldest first
 * @param size values per batch
 * @param open sum of the batch that is being filled
 * @param inOpen number of values in it
 */
public record BatchMeans(List<Double> full, long size, double open, long inOpen) {

    private static final int MOST = 32;
    private static final int LEAST = 8;

    public BatchMeans {
        full = List.copyOf(full);
    }

    /** Before the first value. */
    public static BatchMeans none() {
        return new BatchMeans(List.of(), 1, 0, 0);
    }

    /** After a value. */
    public BatchMeans after(double value) {
        double sum = open + value;
        if (inOpen + 1 < size) {
            return new BatchMeans(full, size, sum, inOpen + 1);
        }
        List<Double> next = new ArrayList<>(full);
        next.add(sum);
        if (next.size() < MOST) {
            return new BatchMeans(next, size, 0, 0);
        }
        List<Double> joined = new ArrayList<>(MOST / 2);
        for (int i = 0; i < MOST; i += 2) {
            joined.add(next.get(i) + next.get(i + 1));
        }
        return new BatchMeans(joined, 2 * size, 0, 0);
    }

    /** The long-run variance per value in its unit squared; NaN with fewer than 8 batches. */
    public double longRunVariance() {
        int n = full.size();
        if (n < LEAST) {
            return Double.NaN;
        }
        double mean = 0;
        for (double batch : full) {
            mean += batch / size / n;
        }
        double squares = 0;
        for (double batch : full) {
            double gap = batch / size - mean;
            squares += gap * gap;
        }
        return size * squares / (n - 1) * (n + 3) / (n - 1);
    }
}
