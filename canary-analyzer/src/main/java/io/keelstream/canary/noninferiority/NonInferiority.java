package io.keelstream.canary.noninferiority;

import io.keelstream.canary.observations.ArmCounts;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * Evidence within one step that the canary is not worse than the margin.
 *
 * <p>Null hypothesis: the canary's rate is at least {@code times} the baseline's and at least {@code absolute} above
 * it. It is contained in each of two simpler ones, and is rejected when either is:
 * <ul>
 *   <li><b>relative</b> (19/20 of beta, all of it without an absolute margin): given the k events of each tick,
 *       those of the canary are binomial with at least {@code theta = times n_c / (times n_c + n_b)}. Their sum is at
 *       most x with a probability of at most {@code P(Binomial(K, mean theta) <= x)} (Hoeffding 1956: unequal
 *       probabilities only narrow the sum), an incomplete beta function;
 *   <li><b>absolute</b> (1/20): the canary's rate is at least {@code absolute}, so its events are at least Poisson
 *       with {@code N_c absolute}, an incomplete gamma function.
 * </ul>
 * Both are looked at on a schedule of information ({@link Looks}); counts are divided by the dispersion first.
 *
 * <p>A rejection stays for the rest of the step, with one condition that is looked at always ({@link Recent}): the
 * last minutes alone must reject too wherever they hold enough traffic, so a slow drift does not pass on its good
 * beginning.
 *
 * <p>Immutable.
 *
 * @param sums what was counted in this step
 * @param relativeLooks looks at the relative margin that were used up
 * @param absoluteLooks looks at the absolute margin that were used up
 * @param rejected whether the null hypothesis has been rejected
 * @param recent the last minutes
 */
public record NonInferiority(Sums sums, int relativeLooks, int absoluteLooks, boolean rejected, Recent recent) {

    /**
     * What was counted in a step.
     *
     * @param events events of both arms
     * @param canaryEvents those of the canary
     * @param expectedAtMargin expectation of the canary's events at the relative margin
     * @param expectedAtEquality the same if both versions have one rate
     * @param canaryTotal the canary's requests
     * @param ticks ticks that were counted
     */
    public record Sums(
            double events,
            double canaryEvents,
            double expectedAtMargin,
            double expectedAtEquality,
            double canaryTotal,
            long ticks) {

        static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0);
    }

    private static final double RELATIVE_PART = 0.95;
    private static final int LOOKS_AHEAD = 142;

    /** Events of both arms. */
    public double events() {
        return sums.events();
    }

    /** Those of the canary. */
    public double canaryEvents() {
        return sums.canaryEvents();
    }

    /** Expectation of the canary's events at the relative margin. */
    public double expectedAtMargin() {
        return sums.expectedAtMargin();
    }

    /** The same if both versions have one rate. */
    public double expectedAtEquality() {
        return sums.expectedAtEquality();
    }

    /** The canary's requests. */
    public double canaryTotal() {
        return sums.canaryTotal();
    }

    /** At the beginning of a step. */
    public static NonInferiority none() {
        return new NonInferiority(Sums.NONE, 0, 0, false, Recent.none());
    }

    /**
     * After a tick in which both arms had requests.
     *
     * @param counts what was counted
     * @param rule the margin
     * @param dispersion at least 1
     */
    public NonInferiority after(ArmCounts counts, MarginRule rule, double dispersion) {
        double k = counts.baselineEvents() + counts.canaryEvents();
        double atMargin = k * counts.canaryShare(rule.times());
        double atEquality = k * counts.canaryShare(1);
        Sums more = new Sums(
                events() + k,
                canaryEvents() + counts.canaryEvents(),
                expectedAtMargin() + atMargin,
                expectedAtEquality() + atEquality,
                canaryTotal() + counts.canaryTotal(),
                sums.ticks() + 1);
        NonInferiority after = new NonInferiority(
                more,
                relativeLooks,
                absoluteLooks,
                rejected,
                recent.after(k, counts.canaryEvents(), atMargin, atEquality));
        return rejected ? after : after.looked(rule, dispersion);
    }

    private NonInferiority looked(MarginRule rule, double dispersion) {
        double relativeBeta = rule.absolute() > 0 ? rule.beta() * RELATIVE_PART : rule.beta();
        double absoluteBeta = rule.beta() - relativeBeta;
        int relative = Looks.due(relativeInformation(relativeBeta, dispersion));
        int absolute =
                rule.absolute() > 0 ? Looks.due(absoluteInformation(rule.absolute(), absoluteBeta, dispersion)) : -1;
        boolean reject = (relative >= relativeLooks
                        && relativeProbability(dispersion) <= Looks.level(relativeBeta, relative))
                || (absolute >= absoluteLooks
                        && absoluteProbability(rule.absolute(), dispersion) <= Looks.level(absoluteBeta, absolute));
        return new NonInferiority(
                sums, Math.max(relativeLooks, relative + 1), Math.max(absoluteLooks, absolute + 1), reject, recent);
    }

    /**
     * Whether the null hypothesis is rejected and the last minutes do not speak against it.
     *
     * @param dispersion as it is reckoned with now
     * @param priorDispersion as it was believed beforehand: a drift of the canary must not hide behind the noise it makes
     */
    public boolean passes(double dispersion, double priorDispersion) {
        return rejected && recent.agrees(dispersion, priorDispersion);
    }

    /** Information about the relative margin as a multiple of what its first look needs. */
    private double relativeInformation(double beta, double dispersion) {
        if (events() == 0) {
            return 0;
        }
        double theta = expectedAtMargin() / events();
        double variance = expectedAtMargin() * (1 - theta) * dispersion;
        double separation = (expectedAtMargin() - expectedAtEquality()) / StrictMath.sqrt(variance);
        double needed = Looks.firstSeparation(beta);
        return separation * separation / (needed * needed);
    }

    private double relativeProbability(double dispersion) {
        double theta = expectedAtMargin() / events();
        double n = events() / dispersion;
        double x = canaryEvents() / dispersion;
        return n - x <= 0 ? 1 : RegularizedBeta.value(1 - theta, n - x, x + 1);
    }

    private double absoluteInformation(double margin, double beta, double dispersion) {
        return canaryTotal() * margin / dispersion / -StrictMath.log(Looks.level(beta, 0) / 2);
    }

    private double absoluteProbability(double margin, double dispersion) {
        return RegularizedGamma.Q.value(canaryEvents() / dispersion + 1, canaryTotal() * margin / dispersion);
    }

    /**
     * The canary's requests in this step that are needed for about an even chance of passing if it is equal from now on,
     * as a multiple of those it had; NaN before the first event, or if more than a thousandfold is needed.
     *
     * @param rule the margin
     * @param dispersion at least 1
     */
    public double trafficNeeded(MarginRule rule, double dispersion) {
        double relativeBeta = rule.absolute() > 0 ? rule.beta() * RELATIVE_PART : rule.beta();
        double relative = relativeTraffic(relativeBeta, dispersion);
        double absolute = rule.absolute() > 0
                ? 1 / absoluteInformation(rule.absolute(), rule.beta() - relativeBeta, dispersion)
                : Double.NaN;
        double needed = absolute > 1 ? Math.min(Double.isNaN(relative) ? absolute : relative, absolute) : relative;
        return needed < Double.POSITIVE_INFINITY ? needed : Double.NaN;
    }

    private double relativeTraffic(double beta, double dispersion) {
        double information = relativeInformation(beta, dispersion);
        double variance = expectedAtMargin() * (1 - expectedAtMargin() / events()) * dispersion;
        for (int look = relativeLooks; information > 0 && look < relativeLooks + LOOKS_AHEAD; look++) {
            double times = Looks.informationAt(look) / information;
            double gap =
                    expectedAtMargin() - canaryEvents() + (times - 1) * (expectedAtMargin() - expectedAtEquality());
            if (times > 1 && gap >= Looks.standardErrors(beta, look) * StrictMath.sqrt(times * variance)) {
                return times;
            }
        }
        return Double.NaN;
    }

    /**
     * ln of one over the probability of so few events() at the margin, were this the only look: for pictures.
     *
     * @param rule the margin
     * @param dispersion at least 1
     */
    public double logEvidence(MarginRule rule, double dispersion) {
        double relative = events() == 0 ? 1 : relativeProbability(dispersion);
        double absolute =
                rule.absolute() > 0 && canaryTotal() > 0 ? absoluteProbability(rule.absolute(), dispersion) : 1;
        return -StrictMath.log(Math.min(relative, absolute));
    }
}
