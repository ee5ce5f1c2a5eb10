package io.keelstream.canary.mannwhitney;

import java.util.Arrays;

/** How large a difference is, in terms that people set limits in. Stateless. */
final class EffectSizes {

    private EffectSizes() {}

    /** Mean of the canary over the mean of the baseline; 1 when both are 0, infinite when only the baseline's is. */
    static double meanRatio(double[] canary, double[] baseline) {
        double over = Arrays.stream(canary).average().orElse(Double.NaN);
        double under = Arrays.stream(baseline).average().orElse(Double.NaN);
        return over == under ? 1 : over / under;
    }

    /** Probability that a value of the canary exceeds one of the baseline, ties counted half (McGraw and Wong 1992). */
    static double commonLanguage(double[] canary, double[] baseline) {
        double wins = 0;
        for (double value : canary) {
            for (double other : baseline) {
                wins += value > other ? 1 : value == other ? 0.5 : 0;
            }
        }
        return wins / ((double) canary.length * baseline.length);
    }
}
