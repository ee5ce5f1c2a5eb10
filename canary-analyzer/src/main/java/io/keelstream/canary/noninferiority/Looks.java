package io.keelstream.canary.noninferiority;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * When the hypothesis "worse than the margin" is looked at, and how much of the error probability each look may spend.
 *
 * <p>Looks are planned in information, not in time: the first when a canary equal to its baseline would pass with
 * probability a little above one half, each further one after a fifth more information. The first look spends
 * 78 % of beta, the next ten 1.8 % each, all further ones share the rest by halves: beta in all, over
 * any number of looks (Bonferroni), so the guarantee holds however long the analysis runs. A sequential likelihood
 * ratio needs a quarter more traffic in the median: it pays for looking at every single event.
 *
 * <p>Source: group sequential designs with error spending, Lan and DeMets (1983). Stateless.
 */
final class Looks {

    private static final double FIRST = 0.78;
    private static final double EARLY = 0.018;
    private static final int EARLY_LOOKS = 10;
    private static final double GROWTH = 1.2;
    /** Standard errors by which the first look comes later than at even chances. */
    private static final double PATIENCE = 0.33;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private Looks() {}

    /** Error probability of a look, the first being look 0. */
    static double share(double beta, int look) {
        if (look == 0) {
            return beta * FIRST;
        }
        if (look <= EARLY_LOOKS) {
            return beta * EARLY;
        }
        double rest = 1 - FIRST - EARLY_LOOKS * EARLY;
        return beta * rest * StrictMath.scalb(1.0, -Math.min(look - EARLY_LOOKS, 1_000));
    }

    /** How many standard errors of separation the first look needs. */
    static double firstSeparation(double beta) {
        return PATIENCE - NORMAL.inverseCumulativeProbability(share(beta, 0));
    }

    /**
     * The last look that is due, or -1.
     *
     * @param information gathered, as a multiple of what the first look needs
     */
    static int due(double information) {
        if (!(information >= 1)) {
            return -1;
        }
        return (int) Math.min(1_000, Math.floor(StrictMath.log(information) / StrictMath.log(GROWTH) + 1e-9));
    }

    /** Information at which a look is due, as a multiple of what the first look needs. */
    static double informationAt(int look) {
        return StrictMath.pow(GROWTH, look);
    }
}
