package io.keelstream.contracts.canary;

import io.keelstream.contracts.event.Inline;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a trial stands. With it and the running plan, another process goes on without knowing anything else.
 *
 * @param step index of the current step, from 0
 * @param weight percent of the traffic that the router was last asked to send to the canary
 * @param round number of gates asked before the current one, over all steps
 * @param exposure since when the canary has had traffic; null before
 * @param made what was created for it
 * @param hold why the trial does not go on by itself; null while it does
 */
public record TrialPosition(
        int step,
        int weight,
        int round,
        @Nullable Exposure exposure,
        @Inline Made made,
        @Nullable TrialHold hold) {

    /** Before anything was written. */
    public static final TrialPosition START = new TrialPosition(0, 0, 0, null, Made.NOTHING, null);

    /**
     * Since when a canary has had traffic.
     *
     * @param firstShiftAt when the first traffic went to it
     * @param countsFrom from when the longest duration of the trial counts: the first shift, or the last time a person let it
     *     go on
     */
    public record Exposure(Instant firstShiftAt, Instant countsFrom) {}

    /**
     * What was created for a trial.
     *
     * @param uids uid of each object of the copies, by reference: nothing else is deleted
     * @param baselineLost why there is no fresh baseline although the plan has one; null otherwise
     * @param beside the runs of the hooks that run beside the canary, as far as they were begun; null for none
     */
    public record Made(
            Map<String, String> uids,
            @Nullable String baselineLost,
            @Nullable List<HookRun> beside) {

        /** Before anything was. */
        public static final Made NOTHING = new Made(Map.of(), null, null);

        public Made {
            uids = Map.copyOf(uids);
            beside = beside == null || beside.isEmpty() ? null : List.copyOf(beside);
        }

        Made withUids(Map<String, String> other) {
            return new Made(other, baselineLost, beside);
        }

        Made withoutBaseline(String why) {
            return new Made(uids, why, beside);
        }

        /** With this run, in place of the one of the same hook where there is one. */
        Made with(HookRun run) {
            List<HookRun> runs = new ArrayList<>(beside == null ? List.of() : beside);
            runs.removeIf(run::sameHook);
            runs.add(run);
            return new Made(uids, baselineLost, runs);
        }
    }

    /** Uid of each object of the copies, by reference. */
    public Map<String, String> uids() {
        return made.uids();
    }

    /** Why there is no fresh baseline although the plan has one; null otherwise. */
    public @Nullable String baselineLost() {
        return made.baselineLost();
    }

    /** The runs of the hooks that run beside the canary, as far as they were begun. */
    public List<HookRun> beside() {
        return made.beside() == null ? List.of() : made.beside();
    }

    /** Whether a check of the canary has not ended. */
    public boolean checking() {
        return beside().stream().anyMatch(run -> run.phase() == HookPhase.CANARY_CHECK && run.end() == null);
    }

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
        return exposure != null && weight == 0 && made.uids().isEmpty();
    }

    /** Whether it is on hold for this cause. */
    public boolean held(TrialHold.Cause cause) {
        return hold != null && hold.cause() == cause;
    }

    /** The same while the router is asked for another weight. */
    public TrialPosition withWeight(int other) {
        return new TrialPosition(step, other, round, exposure, made, hold);
    }

    /** The same at another step. */
    public TrialPosition withStep(int other) {
        return new TrialPosition(other, weight, round, exposure, made, hold);
    }

    /** The same with one more gate asked. */
    public TrialPosition nextRound() {
        return new TrialPosition(step, weight, round + 1, exposure, made, hold);
    }

    /** The same with traffic on the canary since then, if there was none before. */
    public TrialPosition shiftedAt(Instant now) {
        Exposure exposed = exposure == null ? new Exposure(now, now) : exposure;
        return new TrialPosition(step, weight, round, exposed, made, hold);
    }

    /** The same with these objects created. */
    public TrialPosition withUids(Map<String, String> other) {
        return new TrialPosition(step, weight, round, exposure, made.withUids(other), hold);
    }

    /** The same with a hook beside it begun, or ended. */
    public TrialPosition withBeside(HookRun run) {
        return new TrialPosition(step, weight, round, exposure, made.with(run), hold);
    }

    /** The same after everything that was created for it is gone. */
    public TrialPosition gone() {
        Made lost = new Made(Map.of(), baselineLost(), null);
        return new TrialPosition(step, weight, round, exposure, lost, hold);
    }

    /** The same without a fresh baseline. */
    public TrialPosition withoutBaseline(String why) {
        return new TrialPosition(step, weight, round, exposure, made.withoutBaseline(why), hold);
    }

    /** The same on hold; null for a trial that goes on by itself. */
    public TrialPosition withHold(@Nullable TrialHold other) {
        return new TrialPosition(step, weight, round, exposure, made, other);
    }

    /** The same after a person let it go on: no hold, and its longest duration counts anew. */
    public TrialPosition releasedAt(Instant now) {
        Exposure anew = exposure == null ? null : new Exposure(exposure.firstShiftAt(), now);
        return new TrialPosition(step, weight, round, anew, made, null);
    }
}
