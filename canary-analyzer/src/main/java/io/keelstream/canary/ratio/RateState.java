package io.keelstream.canary.ratio;

import io.keelstream.canary.evidence.HarmEvidence;
import io.keelstream.canary.noninferiority.NonInferiority;
import io.keelstream.canary.observations.ArmCounts;
import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.overdispersion.DispersionEstimate;
import io.keelstream.canary.pods.PodSpread;
import java.util.SortedMap;

/**
 * One rate compared between the arms: everything that must be remembered of the past, in a fixed number of doubles.
 *
 * <p>Order of a tick: the tolerance and the dispersion that apply to it are taken from the past alone; then the
 * evidence moves; then the knowledge about noise. That order is what makes the evidence a supermartingale.
 *
 * <p>The tolerance is widened for what pods may do to a harmless version: {@code psi_0 exp(3.5 s rho)}, where s squared
 * is the variance of the log rate ratio that stays for a whole analysis and {@code rho = s^2 / (s^2 + phi / I)} is the
 * part of it that could be mistaken for an effect with the information I gathered so far. Early on the noise of the
 * counts dominates and nothing is widened; the widening only ever makes the null hypothesis larger.
 *
 * <p>Immutable.
 *
 * @param harm evidence of harm
 * @param sums what has been counted
 * @param dispersion what the past says about noise
 * @param pods what the past says about the spread between pods
 * @param pass evidence for a pass in the current step
 */
public record RateState(
        HarmEvidence harm, RateSums sums, DispersionEstimate dispersion, PodSpread pods, NonInferiority pass) {

    private static final double WIDENING = 3.5;

    /** Before the first tick. */
    public static RateState none() {
        return new RateState(
                HarmEvidence.none(),
                RateSums.none(),
                DispersionEstimate.none(),
                PodSpread.none(),
                NonInferiority.none());
    }

    /**
     * After a tick.
     *
     * @param baseline counts per pod; the empty name where pods are not distinguished
     * @param canary likewise
     * @param rule what is to be decided
     * @return this state when one arm had no requests: such a tick compares nothing
     */
    public RateState after(SortedMap<String, Counts> baseline, SortedMap<String, Counts> canary, RateRule rule) {
        ArmCounts tick = ArmCounts.of(sum(baseline), sum(canary));
        if (!tick.compares()) {
            return this;
        }
        double phi = dispersion.given(rule.noise());
        double expected = tick.canaryShare(sums.cautiousRatio());
        return new RateState(
                harm.after(tick, tolerance(rule, phi), phi),
                sums.after(tick),
                tick.events() == 0
                        ? dispersion
                        : dispersion.after(
                                tick.canaryEvents() - tick.events() * expected,
                                tick.events() * expected * (1 - expected)),
                pods.after(baseline, canary),
                pass.after(tick, rule.margin(), phi));
    }

    /** After a change of the traffic weight: evidence of harm runs on, evidence for a pass starts anew. */
    public RateState atStep() {
        return new RateState(harm.atStep(), sums, dispersion, pods, NonInferiority.none());
    }

    /** The tolerance in force, widened for the pods. */
    public double tolerance(RateRule rule, double phi) {
        double offset = offsetVariance(rule, phi);
        if (offset == 0 || sums.information() == 0) {
            return rule.tolerance();
        }
        double mistakable = offset / (offset + phi / sums.information());
        return rule.tolerance() * StrictMath.exp(WIDENING * StrictMath.sqrt(offset) * mistakable);
    }

    private double offsetVariance(RateRule rule, double phi) {
        double variance = rule.noise().learned()
                ? rule.noise().offsetVariance()
                : pods.offsetVariance(rule.noise().podVariance(), phi);
        return rule.podSpread() * rule.podSpread() * variance;
    }

    private static Counts sum(SortedMap<String, Counts> pods) {
        Counts sum = Counts.NONE;
        for (Counts pod : pods.values()) {
            sum = sum.plus(pod);
        }
        return sum;
    }
}
