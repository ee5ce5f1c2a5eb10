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
 * ratio both are supermartingales under their composite nulls (Robbins 1970, Wald 1945). Immutable.
 *
 * @param good good events of the canary
 * @param total all its events
 */
public record SloState(double good, double total) {

    private static final double PRIOR = 0.5;
    private static final double TIGHT_AT = 1_000;

    /** Before the first tick. */
    public static SloState none() {
        return new SloState(0, 0);
    }

    /** After a tick of the canary. */
    public SloState after(Counts canary) {
        return new SloState(good + canary.events(), total + canary.total());
    }

    /** ln of the evidence that the objective is missed. */
    public double logHarm(double objective, double dispersion) {
        return logE(good / dispersion, (total - good) / dispersion, objective);
    }

    /** ln of the evidence that the objective is kept. */
    public double logKept(double objective, double dispersion) {
        return logE((total - good) / dispersion, good / dispersion, 1 - objective);
    }

    /** A 95 % confidence sequence for the share of good events; total must be above 0. */
    public BernoulliSequence interval(double dispersion) {
        return BernoulliSequence.of(good / dispersion, total / dispersion, 0.05, TIGHT_AT);
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
