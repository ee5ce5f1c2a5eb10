package io.keelstream.canary.evidence;

import io.keelstream.canary.observations.ArmCounts;
import java.util.Collections;
import java.util.List;

/**
 * Evidence that the canary's rate exceeds the tolerated multiple of the baseline's, as an e-process with O(1) state.
 *
 * <p>Given the number k of events of both arms in a tick, those of the canary are binomial with success probability
 * {@code theta(psi) = psi n_c / (psi n_c + n_b)}. For each alternative {@code psi_j} the likelihood ratio against the
 * tolerated {@code psi_0} is a bet whose expected gain is at most 1 whenever the true ratio is at most {@code psi_0}
 * (monotone likelihood ratio). The wealth of alternative j, mixed over the times s at which harm may have begun, obeys
 * {@code S_j(t) = (S_j(t-1) + pi_t) r_j(t)}: the exact mixture over all start times at the cost of one number. The
 * evidence {@code E = sum_j w_j S_j + (what has not been staked)} starts at 1 and is a supermartingale under the null,
 * so {@code P(ever E >= 1/alpha) <= alpha} (Ville 1939).
 *
 * <p>Dividing the log ratios by a dispersion of at least 1 keeps that property (Jensen).
 *
 * <p>Wealth needs no logarithm: fresh stakes keep it away from 0, and beyond {@code 1e300} it is cut off, which only
 * makes the evidence smaller.
 *
 * <p>Sources: the e-process and its mixtures, Ramdas, Grünwald, Vovk and Shafer, "Game-theoretic statistics and safe
 * anytime-valid inference" (2023); the mixture over start times, Shin, Ramdas and Rinaldo, "E-detectors" (2023), and
 * Shiryaev (1963).
 *
 * <p>Immutable.
 *
 * @param wealth S_j per alternative
 * @param unstaked share of the stake that is still to be put to work, in [0, 1]
 * @param ticks ticks that were counted
 * @param steps steps after the first that were begun
 */
public record HarmEvidence(List<Double> wealth, double unstaked, long ticks, int steps) {

    private static final double MOST = 1e300;

    public HarmEvidence {
        wealth = List.copyOf(wealth);
    }

    /** Before the first tick. */
    public static HarmEvidence none() {
        return new HarmEvidence(Collections.nCopies(Alternatives.count(), 0.0), 1, 0, 0);
    }

    /**
     * After a tick in which both arms had requests.
     *
     * @param counts what was counted
     * @param tolerated the tolerated rate ratio psi_0; may differ from tick to tick as long as it depends on the past alone
     * @param dispersion at least 1; depends on the past alone
     */
    public HarmEvidence after(ArmCounts counts, double tolerated, double dispersion) {
        double start = StartPrior.at(ticks);
        Double[] next = new Double[wealth.size()];
        for (int j = 0; j < next.length; j++) {
            double staked = wealth.get(j) + start;
            double gain = counts.events() == 0 ? 1 : gain(j, counts, tolerated, dispersion);
            next[j] = Math.min(MOST, staked * gain);
        }
        return new HarmEvidence(List.of(next), unstaked - start, ticks + 1, steps);
    }

    /** The likelihood ratio of an alternative, drawn towards 1 by the dispersion. */
    private static double gain(int alternative, ArmCounts counts, double tolerated, double dispersion) {
        double factor = Alternatives.factor(alternative);
        double expected = tolerated * counts.canaryTotal();
        double log = counts.canaryEvents() * Alternatives.logFactor(alternative)
                - counts.events()
                        * StrictMath.log(
                                (factor * expected + counts.baselineTotal()) / (expected + counts.baselineTotal()));
        return StrictMath.exp(log / dispersion);
    }

    /** After the traffic weight was changed: a part of the stake starts afresh. */
    public HarmEvidence atStep() {
        double start = StartPrior.atStep(steps);
        List<Double> next =
                wealth.stream().map(before -> Math.min(MOST, before + start)).toList();
        return new HarmEvidence(next, unstaked - start, ticks, steps + 1);
    }

    /** The natural logarithm of the evidence; 0 at the beginning. */
    public double logE() {
        double sum = Math.max(0, unstaked);
        for (int j = 0; j < wealth.size(); j++) {
            sum += Alternatives.stake(j) * wealth.get(j);
        }
        return StrictMath.log(Math.max(Double.MIN_NORMAL, sum));
    }
}
