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
 * @param exposure since when the canary has had traffic; null before
 * @param uids uid of each object that was created for the trial, by reference: nothing else is deleted
 * @param baselineLost why there is no fresh baseline although the plan has one; null otherwise
 * @param hold why the trial does not go on by itself; null while it does
 */
public record TrialPosition(
        int step,
        int weight,
        int round,
        @Nullable Exposure exposure,
        Map<String, String> uids,
        @Nullable String baselineLost,
        @Nullable TrialHold hold) {

    /** Before anything was written. */
    public static final TrialPosition START = new TrialPosition(0, 0, 0, null, Map.of(), null, null);

    public TrialPosition {
        uids = Map.copyOf(uids);
    }

    /**
     * Since when a canary has had traffic.
     *
     * @param firstShiftAt when the first traffic went to it
     * @param countsFrom from when the longest duration of the trial counts: the first shift, or the last time a person let it
     *     go on
     */
    public record Exposure(Instant firstShiftAt, Instant countsFrom) {}

    /** When the first traffic went to the canary; null before. */
    public @Nullable Instant firstShiftAt() {
        return exposure == null ? null : exposure.firstShiftAt();
    }

    /** From when the longest duration of the trial counts; null before the first traffic. */
    public @Nullable Instant countsFrom() {
        return exposure == null ? null : exposure.countsFrom();
    }

    /** Whether the canary had traffic and its copies are gone: its version serves now. */
    public boolean promoted() {
        return exposure != null && weight == 0 && uids.isEmpty();
    }

    /** Whether it is on hold for this cause. */
    public boolean held(TrialHold.Cause cause) {
        return hold != null && hold.cause() == cause;
    }

    /** The same while the router is asked for another weight. */
    public TrialPosition withWeight(int other) {
        return new TrialPosition(step, other, round, exposure, uids, baselineLost, hold);
    }

    /** The same at another step. */
    public TrialPosition withStep(int other) {
        return new TrialPosition(other, weight, round, exposure, uids, baselineLost, hold);
    }

    /** The same with one more gate asked. */
    public TrialPosition nextRound() {
        return new TrialPosition(step, weight, round + 1, exposure, uids, baselineLost, hold);
    }

    /** The same with traffic on the canary since then, if there was none before. */
    public TrialPosition shiftedAt(Instant now) {
        Exposure exposed = exposure == null ? new Exposure(now, now) : exposure;
        return new TrialPosition(step, weight, round, exposed, uids, baselineLost, hold);
    }

    /** The same with these objects created. */
    public TrialPosition withUids(Map<String, String> other) {
        return new TrialPosition(step, weight, round, exposure, other, baselineLost, hold);
    }

    /** The same without a fresh baseline. */
    public TrialPosition withoutBaseline(String why) {
        return new TrialPosition(step, weight, round, exposure, uids, why, hold);
    }

    /** The same on hold; null for a trial that goes on by itself. */
    public TrialPosition withHold(@Nullable TrialHold other) {
        return new TrialPosition(step, weight, round, exposure, uids, baselineLost, other);
    }

    /** The same after a person let it go on: no hold, and its longest duration counts anew. */
    public TrialPosition releasedAt(Instant now) {
        Exposure anew = exposure == null ? null : new Exposure(exposure.firstShiftAt(), now);
        return new TrialPosition(step, weight, round, anew, uids, baselineLost, null);
    }
}
