package io.keelstream.canary.evidence;

import java.util.Arrays;

/**
 * The effect sizes that the evidence of harm bets on, as multiples of the tolerated rate ratio, with the share of the
 * stake on each. Most of the stake lies on moderate effects: large ones show soon with any stake. Stateless.
 */
final class Alternatives {

    private static final double[] FACTORS = {1.25, 1.5, 2, 3, 5, 10, 30};
    private static final double[] STAKES = {0.08, 0.22, 0.24, 0.24, 0.16, 0.04, 0.02};
    private static final double[] LOG_FACTORS =
            Arrays.stream(FACTORS).map(StrictMath::log).toArray();

    private Alternatives() {}

    static int count() {
        return FACTORS.length;
    }

    static double factor(int index) {
        return FACTORS[index];
    }

    static double logFactor(int index) {
        return LOG_FACTORS[index];
    }

    static double stake(int index) {
        return STAKES[index];
    }
}
