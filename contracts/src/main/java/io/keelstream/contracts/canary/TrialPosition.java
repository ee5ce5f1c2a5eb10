package io.keelstream.contracts.canary;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a trial stands. With it and the running plan, another process goes on without knowing anything else.
 *
 * @param step index of the current step, from 0
 * @param weight percent of the traffic that the router was last asked to send to the canary
 * @param round number of gates asked before the current one, over all steps
 * @param firstShiftAt when the first traffic went to the canary; null before
 * @param uids uid of each object that was created for the trial, by reference: nothing else is deleted
 * @param baselineLost why there is no fresh baseline although the plan has one; null otherwise
 */
public record TrialPosition(
        int step,
        int weight,
        int round,
        @Nullable Instant firstShiftAt,
        Map<String, String> uids,
        @Nullable String baselineLost) {

    /** Before anything was written. */
    public static final TrialPosition START = new TrialPosition(0, 0, 0, null, Map.of(), null);

    public TrialPosition {
        uids = Map.copyOf(uids);
    }

    /** The same while the router is asked for another weight. */
    public TrialPosition withWeight(int other) {
        return new TrialPosition(step, other, round, firstShiftAt, uids, baselineLost);
    }

    /** The same at another step. */
    public TrialPosition withStep(int other) {
        return new TrialPosition(other, weight, round, firstShiftAt, uids, baselineLost);
    }

    /** The same with one more gate asked. */
    public TrialPosition nextRound() {
        return new TrialPosition(step, weight, round + 1, firstShiftAt, uids, baselineLost);
    }

    /** The same with traffic on the canary since then, if there was none before. */
    public TrialPosition shiftedAt(Instant now) {
        return new TrialPosition(step, weight, round, firstShiftAt == null ? now : firstShiftAt, uids, baselineLost);
    }

    /** The same with these objects created. */
    public TrialPosition withUids(Map<String, String> other) {
        return new TrialPosition(step, weight, round, firstShiftAt, other, baselineLost);
    }

    /** The same without a fresh baseline. */
    public TrialPosition withoutBaseline(String why) {
        return new TrialPosition(step, weight, round, firstShiftAt, uids, why);
    }
}
