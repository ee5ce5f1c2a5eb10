package io.keelstream.canary.mannwhitney;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The rank sum test of two samples with the estimate of Hodges and Lehmann (1963) and its interval.
 *
 * <p>Normal approximation with correction for ties and continuity, as R's {@code wilcox.test(x, y, conf.int = TRUE,
 * exact = FALSE, correct = TRUE)}: the interval holds the shifts d for which x - d and y are not told apart, the estimate
 * is the shift at which their ranks balance. The roots are sought relative to the range of the data, so the result does
 * not depend on its unit. Mann and Whitney (1947); Hollander, Wolfe and Chicken (2014), chapter 4. Immutable.
 *
 * @param statistic W, the number of pairs in which x is greater
 * @param pValue two-sided
 * @param estimate shift of x against y
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record MannWhitney(double statistic, double pValue, double estimate, double low, double high) {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final int HALVINGS = 60;

    /**
     * Compares two samples.
     *
     * @param x values of the canary, finite, at least one
     * @param y values of the baseline, finite, at least one
     * @param confidence of the interval, between 0 and 1
     */
    public static MannWhitney of(double[] x, double[] y, double confidence) {
        Ranked ranked = Ranked.of(x, y, 0);
        double tail = (1 - confidence) / 2;
        double quantile = -NORMAL.inverseCumulativeProbability(tail);
        double least =
                Arrays.stream(x).min().orElseThrow() - Arrays.stream(y).max().orElseThrow();
        double most =
                Arrays.stream(x).max().orElseThrow() - Arrays.stream(y).min().orElseThrow();
        return new MannWhitney(
                ranked.statistic(),
                ranked.pValue(),
                root(x, y, 0, false, least, most),
                root(x, y, quantile, true, least, most),
                root(x, y, -quantile, true, least, most));
    }

    /** The shift at which the standardised rank sum falls through a level. */
    private static double root(double[] x, double[] y, double level, boolean correct, double least, double most) {
        if (Ranked.of(x, y, least).z(correct) <= level) {
            return least;
        }
        if (Ranked.of(x, y, most).z(correct) >= level) {
            return most;
        }
        double low = least;
        double high = most;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = low + (high - low) / 2;
            if (Ranked.of(x, y, middle).z(correct) > level) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low + (high - low) / 2;
    }

    /** The rank sum of one sample, shifted, against the other. */
    private record Ranked(double statistic, double center, double deviation) {

        static Ranked of(double[] x, double[] y, double shift) {
            double[] shifted = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                shifted[i] = x[i] - shift;
            }
            Arrays.sort(shifted);
            double[] sorted = y.clone();
            Arrays.sort(sorted);
            double statistic = 0;
            double ties = 0;
            int i = 0;
            int j = 0;
            while (i < shifted.length || j < sorted.length) {
                double value = i == shifted.length
                        ? sorted[j]
                        : j == sorted.length ? shifted[i] : Math.min(shifted[i], sorted[j]);
                int below = j;
                int ofX = 0;
                while (i < shifted.length && shifted[i] == value) {
                    ofX++;
                    i++;
                }
                while (j < sorted.length && sorted[j] == value) {
                    j++;
                }
                int ofY = j - below;
                statistic += ofX * (below + ofY / 2.0);
                double tied = ofX + (double) ofY;
                ties += tied * tied * tied - tied;
            }
            double m = x.length;
            double n = y.length;
            double all = m + n;
            double variance = m * n / 12 * (all + 1 - ties / (all * (all - 1)));
            return new Ranked(statistic, m * n / 2, StrictMath.sqrt(Math.max(0, variance)));
        }

        double z(boolean correct) {
            double gap = statistic - center;
            double corrected = correct ? gap - Math.signum(gap) * 0.5 : gap;
            return deviation == 0 ? Math.signum(gap) * Double.MAX_VALUE : corrected / deviation;
        }

        double pValue() {
            if (deviation == 0) {
                return 1;
            }
            double z = z(true);
            return Math.min(1, 2 * NORMAL.survivalProbability(Math.abs(z)));
        }
    }
}
