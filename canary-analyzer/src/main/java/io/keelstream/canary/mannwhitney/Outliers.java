package io.keelstream.canary.mannwhitney;

import java.util.Arrays;

/**
 * Removes what lies outside both the fences of Tukey (1977), some interquartile ranges beyond the quartiles, and the 1st
 * and 99th percentile. Percentiles interpolate linearly (type 7 of Hyndman and Fan 1996). Stateless.
 */
final class Outliers {

    private Outliers() {}

    static double[] removed(double[] values, double factor) {
        if (values.length == 0) {
            return values;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double first = percentile(sorted, 0.25);
        double third = percentile(sorted, 0.75);
        double reach = factor * (third - first);
        double least = Math.min(percentile(sorted, 0.01), first - reach);
        double most = Math.max(percentile(sorted, 0.99), third + reach);
        return Arrays.stream(values)
                .filter(value -> value >= least && value <= most)
                .toArray();
    }

    private static double percentile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
