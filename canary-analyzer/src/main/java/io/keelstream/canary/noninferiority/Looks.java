package io.keelstream.canary.noninferiority;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * When the hypothesis "worse than the margin" is looked at, and how sure a look must be.
 *
 * <p>Looks are planned in information, not in time: the first when a canary equal to its baseline passes with a
 * probability a little below one half, each further one after a twentieth more. At {@code tau} times the information of
 * the first look, a canary passes when so few events have a probability of at most {@code a beta / tau^2} at the margin.
 *
 * <p>Standardised sums at such looks move like a Brownian motion; with {@code a = 1 / (1.13 + 0.26 ln(1/beta))} it ever
 * crosses all of these levels together with a probability of at most beta, for every beta from 0.001 to 0.2 (recursive
 * integration; the property tests repeat it by simulation). Adding up the levels instead (Bonferroni) needs a sixth
 * more traffic in the median, a sequential likelihood ratio more than that: it pays for looking at every single event.
 *
 * <p>Source: group sequential designs with error spending, Lan and DeMets (1983); Armitage, McPherson and Rowe (1969).
 * Stateless.
 */
final class Looks {

    private static final double GROWTH = 1.05;
    private static final int MOST = 1_000;
    /** Standard errors by which the first look comes before even chances. */
    private static final double HASTE = 0.095;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private Looks() {}

    /**
     * The greatest probability, at the margin, of so few events with which a look passes.
     *
     * @param beta error probability of all looks together
     * @param look from 0
     */
    static double level(double beta, int look) {
        double information = informationAt(look);
        return beta / ((1.13 - 0.26 * StrictMath.log(beta)) * information * information);
    }

    /** The same as standard errors by which a canary must be better than the margin. */
    static double standardErrors(double beta, int look) {
        return NORMAL.inverseSurvivalProbability(level(beta, look));
    }

    /** How many standard errors of separation the first look needs. */
    static double firstSeparation(double beta) {
        return Math.max(0.5, standardErrors(beta, 0) - HASTE);
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
        return (int) Math.min(MOST, Math.floor(StrictMath.log(information) / StrictMath.log(GROWTH) + 1e-9));
    }

    /** Information at which a look is due, as a multiple of what the first look needs. */
    static double informationAt(int look) {
        return StrictMath.pow(GROWTH, look);
    }
}
