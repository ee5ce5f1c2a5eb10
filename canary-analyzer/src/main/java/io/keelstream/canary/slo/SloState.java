package io.keelstream.canary.slo;

import io.keelstream.canary.boundary.BernoulliSequence;
import io.keelstream.canary.observations.Counts;
import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * The canary's good events against an objective, both ways.
 *
 * <p>Harm: the null hypothesis is p >= objective; the evidence is a mixture of all p below it, the Jeffreys prior
 * truncated to that side: {@code E = B(a+x, b+n-x) I_p0(a+x, b+n-x) / (B(a,b) I_p0(a,b) p0^x (1-p0)^(n-x))}, a = b =
 * 1/2. A pass needs the mirror image at 1/beta. Counts are divided by the dispersion first. By monotone likelihood
 * ratio both are supermartingales under their composite nulls (Robbins 1970, Wald 1945).
 *
 * <p>What both arms miss together is not the canary's: a dependency that fails. Evidence of harm comes from the ticks alone in
 * which the baseline keeps the objective, and there is none while its share of good events over all ticks is below the
 * objective, which says the same where single ticks have few events. Given the baseline's counts of a tick, the canary's have
 * the same distribution, so leaving ticks out by them, and less evidence than there is, keep the guarantee. Immutable.
 *
 * @param canary good events of the canary, of all its events
 * @param apart the same of the ticks in which the baseline kept the objective
 * @param baseline good events of the baseline, of all its events; none where nothing is there to compare with
 */
public record SloState(Counts canary, Counts apart, Counts baseline) {

    private static final double PRIOR = 0.5;
    private static final double TIGHT_AT = 1_000;

    /** Before the first tick. */
    public static SloState none() {
        return new SloState(Counts.NONE, Counts.NONE, Counts.NONE);
    }

    /**
     * After a tick.
     *
     * @param ofCanary good events of the canary, of all in this tick
     * @param ofBaseline likewise of the baseline
     * @param objective the least share of good events
     */
    public SloState after(Counts ofCanary, Counts ofBaseline, double objective) {
        return new SloState(
                canary.plus(ofCanary),
                keeps(ofBaseline, objective) ? apart.plus(ofCanary) : apart,
                baseline.plus(ofBaseline));
    }

    /** Whether the baseline keeps the objective, as far as it had events. */
    public boolean metByBaseline(double objective) {
        return keeps(baseline, objective);
    }

    private static boolean keeps(Counts counts, double objective) {
        return counts.events() >= objective * counts.total();
    }

    /** ln of the evidence that the objective is missed, by the canary alone. */
    public double logHarm(double objective, double dispersion) {
        double evidence = logE(good(apart, dispersion), bad(apart, dispersion), objective);
        return metByBaseline(objective) ? evidence : Math.min(0, evidence);
    }

    /** ln of the evidence that the objective is kept. */
    public double logKept(double objective, double dispersion) {
        return logE(bad(canary, dispersion), good(canary, dispersion), 1 - objective);
    }

    private static double good(Counts counts, double dispersion) {
        return counts.events() / dispersion;
    }

    private static double bad(Counts counts, double dispersion) {
        return (counts.total() - counts.events()) / dispersion;
    }

    /** A 95 % confidence sequence for the canary's share of good events; it must have had events. */
    public BernoulliSequence interval(double dispersion) {
        return BernoulliSequence.of(canary.events() / dispersion, canary.total() / dispersion, 0.05, TIGHT_AT);
    }

    /** Evidence that the probability of a success is below a limit. */
    private static double logE(double successes, double failures, double limit) {
        return LogBeta.value(PRIOR + successes, PRIOR + failures)
                + StrictMath.log(RegularizedBeta.value(limit, PRIOR + successes, PRIOR + failures))
                - LogBeta.value(PRIOR, PRIOR)
                - StrictMath.log(RegularizedBeta.value(limit, PRIOR, PRIOR))
                - successes * StrictMath.log(limit)
                - failures * StrictMath.log1p(-limit);
    }
}
