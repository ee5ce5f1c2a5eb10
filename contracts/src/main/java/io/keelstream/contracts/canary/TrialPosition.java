package io.keelstream.contracts.canary;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a trial stands. With it and the running plan, another process goes on without knowing anything else.
 *
 * @param step index of the current step, from 0
 * @param weight percent of the traffic that the router was last told to send to the canary
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
}
