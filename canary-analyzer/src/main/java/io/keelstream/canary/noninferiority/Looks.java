package io.keelstream.canary.noninferiority;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * When the hypothesis "worse than the margin" is looked at, and how much of the error probability each look may spend.
 *
 * <p>Looks are planned in information, not in time: the first when a canary equal to its baseline would pass with
 * probability about one half, each further one after a quarter more information. Look i spends {@code beta / 2^(i+1)},
 * which sums to beta over any number of looks (Bonferroni), so the guarantee holds however long the analysis runs. A
 * sequential likelihood ratio needs a third more traffic in the median: it pays for looking at every single event.
 *
 * <p>Source: group sequential designs with error spending, Lan and DeMets (1983). Stateless.
 */
final class Looks {

    private static final double GROWTH = 1.25;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private Looks() {}

    /** Error probability of a look, the first being look 0. */
    static double share(double beta, int look) {
        return beta * StrictMath.scalb(1.0, -Math.min(look, 1_000) - 1);
    }

    /** How many standard errors of separation the first look needs. */
    static double firstSeparation(double beta) {
        return -NORMAL.inverseCumulativeProbability(share(beta, 0));
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
