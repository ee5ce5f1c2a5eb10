package io.keelstream.canary.mannwhitney;

/**
 * The rank sum of one sample, shifted, against another, with its mean and deviation if both were one. Immutable.
 *
 * @param statistic number of pairs in which the shifted value is greater, ties counted half
 * @param center its expectation
 * @param deviation its standard deviation, corrected for ties; 0 when all values are tied
 */
record RankSum(double statistic, double center, double deviation) {

    /**
     * Ranks x less the shift among y.
     *
     * @param x rising
     * @param y rising
     * @param shift in the unit of the values
     */
    static RankSum of(double[] x, double[] y, double shift) {
        double statistic = 0;
        double ties = 0;
        int i = 0;
        int j = 0;
        while (i < x.length || j < y.length) {
            double value = i == x.length ? y[j] : j == y.length ? x[i] - shift : Math.min(x[i] - shift, y[j]);
            int below = j;
            int ofX = 0;
            while (i < x.length && x[i] - shift == value) {
                ofX++;
                i++;
            }
            while (j < y.length && y[j] == value) {
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
        return new RankSum(statistic, m * n / 2, StrictMath.sqrt(Math.max(0, variance)));
    }

    /** The standardised rank sum, with or without the correction for continuity; 0 when all values are tied. */
    double z(boolean correct) {
        double gap = statistic - center;
        double corrected = correct ? gap - Math.signum(gap) * 0.5 : gap;
        return deviation == 0 ? 0 : corrected / deviation;
    }

    double pValue() {
        return deviation == 0 ? 1 : MannWhitney.twoSided(z(true));
    }
}
