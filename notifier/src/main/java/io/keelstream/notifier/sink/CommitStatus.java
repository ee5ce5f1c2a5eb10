package io.keelstream.notifier.sink;

import io.keelstream.contracts.attention.Attention;
import io.keelstream.contracts.attention.TargetAttention;
import io.keelstream.contracts.deployment.DeploymentDelayed;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentSkipped;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.RevisionObserved;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.notifier.notice.Kind;
import io.keelstream.notifier.notice.Notice;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a commit's status says of one target. */
enum CommitStatus {
    PENDING,
    SUCCESS,
    FAILURE,
    /** It is neither good nor bad: a newer commit took over. */
    CANCELLED;

    /**
     * The status after an event; empty where the event changes none. What is resolved changes none: what follows says how it went on, and
     * the end of a deployment is published together with it.
     */
    static Optional<CommitStatus> of(Notice notice) {
        return Optional.ofNullable(status(notice));
    }

    /** Whether it is about a rehearsal, which says nothing about the commit's deployment. */
    static boolean rehearsal(Notice notice) {
        return switch (notice.payload()) {
            case DeploymentStarted started -> started.deployment().trigger() == Plan.Trigger.REHEARSAL;
            case DeploymentFinished finished -> finished.deployment().trigger() == Plan.Trigger.REHEARSAL;
            default -> false;
        };
    }

    private static @Nullable CommitStatus status(Notice notice) {
        return switch (notice.payload()) {
            case RevisionObserved observed -> observed.changed() ? PENDING : SUCCESS;
            case RevisionRejected _ -> FAILURE;
            case DeploymentDelayed _, DeploymentStarted _ -> PENDING;
            case DeploymentFinished finished -> of(finished.outcome());
            case DeploymentSkipped skipped -> of(skipped.reason());
            case TargetAttention waiting ->
                notice.kind() == Kind.ATTENTION_NEEDED && !notice.reminder()
                        ? of(waiting.attention().cause())
                        : null;
            default -> null;
        };
    }

    private static CommitStatus of(Outcome outcome) {
        return switch (outcome) {
            case HEALTHY, DEGRADED, REHEARSED, REMOVED -> SUCCESS;
            case FAILED, ROLLED_BACK, UNKNOWN -> FAILURE;
            case SUPERSEDED -> CANCELLED;
        };
    }

    private static CommitStatus of(DeploymentSkipped.Reason reason) {
        return switch (reason) {
            case OVERTAKEN, UNKNOWN -> CANCELLED;
            case UNCHANGED -> SUCCESS;
        };
    }

    private static CommitStatus of(Attention.Cause cause) {
        return switch (cause) {
            case APPROVAL, HOLD, PIN, PAUSE, UNKNOWN -> PENDING;
            case BLOCK -> FAILURE;
        };
    }
}
