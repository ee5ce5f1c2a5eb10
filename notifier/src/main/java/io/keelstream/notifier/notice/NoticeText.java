package io.keelstream.notifier.notice;

import io.keelstream.contracts.attention.Attention;
import io.keelstream.contracts.attention.TargetAttention;
import io.keelstream.contracts.deployment.DeploymentDelayed;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentSkipped;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.deployment.TargetRemoved;
import io.keelstream.contracts.drift.DriftDetected;
import io.keelstream.contracts.drift.DriftResolved;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.RevisionObserved;
import io.keelstream.contracts.revision.RevisionRejected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people read of an event, in one sentence without the target's name. Pure. */
public final class NoticeText {

    private NoticeText() {}

    /** The sentence, without a full stop. */
    public static String of(Notice notice) {
        return switch (notice.payload()) {
            case RevisionObserved observed ->
                observed.changed() ? "is to be deployed" : "is rendered, and changes nothing of it";
            case RevisionRejected rejected -> "is rejected" + first(rejected.problems());
            case DeploymentStarted started -> started(started);
            case DeploymentFinished finished -> finished(finished);
            case DeploymentDelayed delayed -> "waits: " + delayed.message();
            case DeploymentSkipped skipped -> skipped(skipped);
            case TargetAttention waiting -> attention(notice.kind(), waiting.attention());
            case TargetRemoved removed ->
                "was removed from " + removed.cluster()
                        + (removed.orphaned() == 0 ? "" : ", " + removed.orphaned() + " objects are kept");
            case DriftDetected drift -> objects(drift.count()) + " changed outside Git" + paths(drift);
            case DriftResolved drift -> objects(drift.count()) + " not drifted any more";
            default -> "";
        };
    }

    private static String started(DeploymentStarted started) {
        return switch (started.deployment().trigger()) {
            case REVISION, UNKNOWN -> "is being deployed";
            case DRIFT -> "is being applied again, because objects were changed outside Git";
            case REHEARSAL -> "is rehearsed: it is on trial against itself";
            case ROLLBACK -> "is being applied in place of a later commit";
        };
    }

    private static String skipped(DeploymentSkipped skipped) {
        return switch (skipped.reason()) {
            case OVERTAKEN -> "was overtaken by " + skipped.revision().shortCommit() + " before its deployment began";
            case UNCHANGED -> "changes nothing of what is applied";
            case UNKNOWN -> "is not deployed, for a reason that this version does not know";
        };
    }

    private static String finished(DeploymentFinished finished) {
        String back = finished.deployment().trigger() == Plan.Trigger.ROLLBACK ? ", in place of a later commit" : "";
        return outcome(finished.outcome()) + back + first(finished.problems());
    }

    private static String outcome(Outcome outcome) {
        return switch (outcome) {
            case HEALTHY -> "is healthy";
            case DEGRADED -> "is deployed, and what it did not touch is not healthy";
            case FAILED -> "failed";
            case ROLLED_BACK -> "was rolled back";
            case REHEARSED -> "was rehearsed";
            case SUPERSEDED -> "was superseded by a newer one";
            case REMOVED -> "is removed";
            case UNKNOWN -> "ended in a way that this version does not know";
        };
    }

    private static String attention(Kind kind, Attention attention) {
        String what = switch (attention.cause()) {
            case APPROVAL -> "for approval";
            case HOLD -> "on hold";
            case BLOCK -> "blocked";
            case PIN -> "behind a pin";
            case PAUSE -> "behind a pause";
            case UNKNOWN -> "for a person";
        };
        return kind == Kind.ATTENTION_RESOLVED ? "waits no more " + what : "waits " + what + ": " + attention.message();
    }

    private static String objects(int count) {
        return count == 1 ? "1 object is" : count + " objects are";
    }

    private static String paths(DriftDetected drift) {
        return drift.objects().isEmpty()
                ? ""
                : ": " + drift.objects().getFirst().reference() + (drift.count() > 1 ? " and more" : "");
    }

    private static String first(List<Problem> problems) {
        if (problems.isEmpty()) {
            return "";
        }
        @Nullable String where = problems.getFirst().where();
        return ": " + (where == null ? "" : where + ": ") + problems.getFirst().message()
                + (problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)");
    }
}
