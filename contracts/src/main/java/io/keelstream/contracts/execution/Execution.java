package io.keelstream.contracts.execution;

import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The running release's state machine, or idle. Written wherever a crash could not be inferred from the cluster.
 *
 * @param phase where the release is
 * @param deploymentId id of the release; null while idle before the first
 * @param planId the accepted plan
 * @param bundleDigest the bundle it leads to
 * @param trigger why
 * @param revision the commit it leads to
 * @param previousRevision the commit before; null for the first release
 * @param attempt 0 for the first try
 * @param wave current wave
 * @param deadline end of the current wave; null outside waves
 * @param startedAt when the release was accepted
 * @param pruned references that were deleted and are gone
 * @param lastOutcome how the release before ended; null before the first
 */
public record Execution(
        Phase phase,
        @Nullable String deploymentId,
        @Nullable String planId,
        @Nullable String bundleDigest,
        @Nullable Trigger trigger,
        @Nullable Revision revision,
        @Nullable Revision previousRevision,
        int attempt,
        int wave,
        @Nullable Instant deadline,
        @Nullable Instant startedAt,
        List<String> pruned,
        @Nullable String lastOutcome) {

    /** Where a release is. Hooks, canary steps and rollback add phases of their own. */
    public enum Phase {
        IDLE,
        ACCEPTED,
        APPLYING,
        WAITING,
        PRUNING,
        ABORTING,
        UNKNOWN
    }

    public Execution {
        pruned = List.copyOf(pruned);
    }
}
