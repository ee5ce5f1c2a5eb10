package io.keelstream.canary.mannwhitney;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The rank sum test of two samples with the estimate of Hodges and Lehmann (1963) and its interval.
 *
 * <p>Normal approximation with correction for ties and continuity, as R's {@code wilcox.test(x, y, conf.int = TRUE,
 * exact = FALSE, correct = TRUE)}: the interval holds the shifts d for which x - d and y are not distinguished, the estimate
 * is the shift at which their ranks balance. The roots are sought relative to the range of the data, so the result does
 * not depend on its unit. Mann and Whitney (1947); Hollander, Wolfe and Chicken (2014), chapter 4. Immutable.
 *
 * @param statistic W, the number of pairs in which x is greater
 * @param pValue two-sided
 * @param estimate shift of x against y, in the unit of the values
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
        double[] rising = sorted(x);
        double[] other = sorted(y);
        RankSum ranks = RankSum.of(rising, other, 0);
        double quantile = -NORMAL.inverseCumulativeProbability((1 - confidence) / 2);
        return new MannWhitney(
                ranks.statistic(),
                ranks.pValue(),
                balance(rising, other),
                root(rising, other, quantile, true),
                root(rising, other, -quantile, true));
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /** The shift at which the ranks balance; where they do so over a range, its middle: the median of all differences. */
    private static double balance(double[] x, double[] y) {
        double least = root(x, y, Double.MIN_VALUE, false);
        double most = root(x, y, -Double.MIN_VALUE, false);
        return least + (most - least) / 2;
    }

    /** The shift at which the standardised rank sum falls through a level. */
    private static double root(double[] x, double[] y, double level, boolean correct) {
        double low = x[0] - y[y.length - 1];
        double high = x[x.length - 1] - y[0];
        if (RankSum.of(x, y, low).z(correct) <= level) {
            return low;
        }
        if (RankSum.of(x, y, high).z(correct) >= level) {
            return high;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) {
                break;
            }
            if (RankSum.of(x, y, middle).z(correct) > level) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low + (high - low) / 2;
    }

    /** The standard normal distribution, for {@link RankSum}. */
    static double twoSided(double z) {
        return Math.min(1, 2 * NORMAL.survivalProbability(Math.abs(z)));
    }
}
