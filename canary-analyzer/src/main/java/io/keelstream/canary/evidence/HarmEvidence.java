package io.keelstream.canary.evidence;

import io.keelstream.canary.observations.ArmCounts;
import java.util.ArrayList;
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
 * <p>Sources: the e-process and its mixtures, Ramdas, Grünwald, Vovk and Shafer, "Game-theoretic statistics and safe
 * anytime-valid inference" (2023); the mixture over start times, Shin, Ramdas and Rinaldo, "E-detectors" (2023), and
 * Shiryaev (1963).
 *
 * <p>Immutable.
 *
 * @param logWealth ln S_j per alternative; negative infinity is written as the most negative double
 * @param unstaked share of the stake that is still to be put to work, in [0, 1]
 * @param ticks ticks that were counted
 * @param steps steps after the first that were begun
 */
public record HarmEvidence(List<Double> logWealth, double unstaked, long ticks, int steps) {

    /** Stands for ln 0: finite, so that every state survives JSON. */
    private static final double LOG_ZERO = -Double.MAX_VALUE;

    public HarmEvidence {
        logWealth = List.copyOf(logWealth);
    }

    /** Before the first tick. */
    public static HarmEvidence none() {
        return new HarmEvidence(Collections.nCopies(Alternatives.count(), LOG_ZERO), 1, 0, 0);
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
        double logStart = StrictMath.log(start);
        double events = counts.events();
        double expected = tolerated * counts.canaryTotal();
        List<Double> next = new ArrayList<>(logWealth.size());
        for (int j = 0; j < logWealth.size(); j++) {
            double factor = Alternatives.factor(j);
            double gain = events == 0
                    ? 0
                    : counts.canaryEvents() * StrictMath.log(factor)
                            - events
                                    * StrictMath.log((factor * expected + counts.baselineTotal())
                                            / (expected + counts.baselineTotal()));
            next.add(LogSpace.add(logWealth.get(j), logStart) + gain / dispersion);
        }
        return new HarmEvidence(next, unstaked - start, ticks + 1, steps);
    }

    /** After the traffic weight was changed: a part of the stake starts afresh. */
    public HarmEvidence atStep() {
        double start = StartPrior.atStep(steps);
        List<Double> next = new ArrayList<>(logWealth.size());
        for (double wealth : logWealth) {
            next.add(LogSpace.add(wealth, StrictMath.log(start)));
        }
        return new HarmEvidence(next, unstaked - start, ticks, steps + 1);
    }

    /** The natural logarithm of the evidence; 0 at the beginning. */
    public double logE() {
        double sum = unstaked > 0 ? StrictMath.log(unstaked) : LOG_ZERO;
        for (int j = 0; j < logWealth.size(); j++) {
            sum = LogSpace.add(sum, StrictMath.log(Alternatives.stake(j)) + logWealth.get(j));
        }
        return sum;
    }
}
