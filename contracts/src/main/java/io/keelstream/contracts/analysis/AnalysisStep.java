package io.keelstream.contracts.analysis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a trial stands, and what it waits for there.
 *
 * @param step step of the release, from 0
 * @param round number of gates of this trial before this one, over all steps: a later gate has a greater round
 * @param need what the release waits for
 * @param soakMillis least counted time of this step; time without canary requests does not count
 * @param warmupMillis age from which a pod's readings count, if greater than the configured one; null for the configured one
 * @param until without a verdict by then the gate ends INCONCLUSIVE; null for no limit; a WATCH has none
 */
public record AnalysisStep(
        int step,
        int round,
        Need need,
        long soakMillis,
        @Nullable Long warmupMillis,
        @Nullable Instant until) {}
