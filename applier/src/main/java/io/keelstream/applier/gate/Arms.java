package io.keelstream.applier.gate;

import io.keelstream.contracts.analysis.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the pods of both sides when a gate is asked.
 *
 * @param canary of the canary
 * @param baseline of what it is compared with
 */
public record Arms(Side canary, Side baseline) {

    /** A pod that has just become ready serves more slowly for about as long again. */
    private static final int WARM_AFTER = 2;

    /**
     * One side.
     *
     * @param startedAt when its Deployment was created: none of its pods is older
     * @param timeToReady how long its pods took to serve; empty where nobody knows
     * @param placement on what kinds of nodes its pods are; null where nobody knows
     */
    public record Side(
            Instant startedAt,
            Optional<Duration> timeToReady,
            @Nullable Placement placement) {

        /** One whose pods the cluster does not show. */
        public static Side unseen(Instant startedAt) {
            return new Side(startedAt, Optional.empty(), null);
        }
    }

    /** How old a pod has to be before its readings count: twice the time that the slower side took to serve; null where nobody knows. */
    @Nullable
    Long warmupMillis() {
        return Stream.of(canary, baseline)
                .flatMap(side -> side.timeToReady().stream())
                .max(Comparator.naturalOrder())
                .map(time -> time.multipliedBy(WARM_AFTER).toMillis())
                .orElse(null);
    }
}
