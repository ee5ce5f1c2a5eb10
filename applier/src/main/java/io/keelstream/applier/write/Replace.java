package io.keelstream.applier.write;

import io.keelstream.applier.live.LiveObjects;
import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.health.RunToEnd;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.ApplyEntry;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.kubernetes.replacement.FormerState;
import io.keelstream.kubernetes.replacement.Successor;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the planned object and applies the new one when it is gone. Nothing is deleted before the server has taken the new
 * one in a dry run of its creation, and if the creation is refused all the same, what the old one was is applied again; only
 * what runs to an end is not, for it would run again. What failed so is not begun again. An object with another uid is never
 * deleted: a replacement that was interrupted goes on with applying. Thread-safe.
 */
final class Replace {

    private final ClusterClient client;
    private final LiveObjects live;
    private final Retrying retrying;
    private final Apply apply;
    private final Clock clock;

    Replace(ClusterClient client, LiveObjects live, Retrying retrying, Apply apply, Clock clock) {
        this.client = client;
        this.live = live;
        this.retrying = retrying;
        this.apply = apply;
        this.clock = clock;
    }

    ObjectOutcome replace(PlannedAction.Replace action, Manifest body, Attempt attempt) throws InterruptedException {
        return replace(action, action.uid(), body, attempt);
    }

    /** @param uid of the object that is deleted */
    ObjectOutcome replace(PlannedAction.Write action, String uid, Manifest body, Attempt attempt)
            throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        return switch (retrying.call(attempt, cluster -> Evict.whole(cluster, reference, action.apiVersion()))) {
            case ApiResult.Ok<Manifest>(Manifest present)
            when present.uid().equals(uid) -> replace(action, present, body, attempt);
            case ApiResult.Ok<Manifest>(Manifest another) -> goOn(action, another, body, attempt);
            case ApiResult.Failed<Manifest>(ApiError error)
            when error.kind() == ApiError.Kind.NOT_FOUND -> lost(apply.apply(action, body, attempt), "");
            case ApiResult.Failed<Manifest>(ApiError error) -> Refusal.of(reference, error);
        };
    }

    /**
     * An earlier run has replaced the object, or has applied again what the old one was. Where the new one is refused, the
     * object that is there is ours all the same, and is recorded as such.
     */
    private ObjectOutcome goOn(PlannedAction.Write action, Manifest another, Manifest body, Attempt attempt)
            throws InterruptedException {
        ObjectOutcome outcome = apply.apply(action, body, attempt);
        boolean ours = OwnerMark.on(another).equals(OwnerMark.on(body)) && ApplyEntry.of(another) != null;
        return ours && outcome instanceof ObjectOutcome.Failed(Problem problem, boolean uncertain) && !uncertain
                ? new ObjectOutcome.Restored(problem, another.uid(), Apply.owned(another))
                : outcome;
    }

    private ObjectOutcome replace(PlannedAction.Write action, Manifest present, Manifest body, Attempt attempt)
            throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        ApiError objection = objection(body, present, attempt);
        if (objection != null) {
            return Refusal.of(reference, objection);
        }
        if (attempt.kept() != null) {
            return new ObjectOutcome.Failed(attempt.kept(), false);
        }
        ObjectOutcome refused = delete(action, reference, present.uid(), attempt);
        if (refused != null) {
            return refused;
        }
        ObjectOutcome outcome = apply.apply(action, body, attempt);
        return outcome instanceof ObjectOutcome.Failed failed ? restored(failed, present, attempt) : outcome;
    }

    /** What the server has against the new object in the place of the old one; null when nothing. */
    @Nullable
    ApiError objection(Manifest body, Manifest present, Attempt attempt) throws InterruptedException {
        Manifest trial = Successor.trial(body, present);
        ApiError objection = Successor.objection(
                retrying.call(attempt, cluster -> cluster.create(trial, FieldManagers.KEELSTREAM, true)));
        return objection == null || Apply.withoutDryRun(objection) ? null : objection;
    }

    /** The refusal of the new object, after what the old one was is applied again; what cannot be is said. */
    private ObjectOutcome restored(ObjectOutcome.Failed failed, Manifest former, Attempt attempt)
            throws InterruptedException {
        Manifest state = RunToEnd.is(former) ? null : FormerState.of(former);
        if (failed.uncertain() || state == null || Reason.NOT_OWNER.is(failed.problem())) {
            return lost(failed, "");
        }
        ApplyOptions options = new ApplyOptions(FieldManagers.KEELSTREAM, true, false);
        return switch (retrying.call(attempt, cluster -> cluster.apply(state, options))) {
            case ApiResult.Ok<Manifest>(Manifest again) -> {
                live.observed(again);
                Problem problem = failed.problem();
                yield new ObjectOutcome.Restored(
                        with(problem, problem.message() + "; the former object was applied again"),
                        again.uid(),
                        Apply.owned(again));
            }
            case ApiResult.Failed<Manifest>(ApiError error) ->
                lost(
                        failed,
                        "; the former object could not be applied again: "
                                + Refusal.problem(former.reference(), error).message());
        };
    }

    /** The outcome where the old object is gone: a failure says so. Whoever lost the partition says nothing. */
    private static ObjectOutcome lost(ObjectOutcome outcome, String more) {
        return outcome instanceof ObjectOutcome.Failed(Problem problem, boolean _) && !Reason.NOT_OWNER.is(problem)
                ? new ObjectOutcome.Lost(
                        with(problem, "was deleted, and could not be created: " + problem.message() + more))
                : outcome;
    }

    private static Problem with(Problem problem, String words) {
        return new Problem(problem.reason(), words, problem.where());
    }

    /** Why the object does not go; null when it is gone. One that is not waited for any more may still be going. */
    private @Nullable ObjectOutcome delete(
            PlannedAction.Write action, ObjectReference reference, String uid, Attempt attempt)
            throws InterruptedException {
        live.watch(action.apiVersion(), reference.groupKind());
        ApiResult<Void> deleted = retrying.call(attempt, cluster -> cluster.delete(reference, uid, true, false));
        if (deleted instanceof ApiResult.Failed<Void>(ApiError error) && error.kind() != ApiError.Kind.NOT_FOUND) {
            return Refusal.of(reference, error);
        }
        while (uid.equals(uidNow(reference))) {
            if (!attempt.wanted().still() || clock.instant().isAfter(attempt.deadline())) {
                return new ObjectOutcome.Failed(
                        Obstacles.terminating(action.reference(), live.unhealthy(reference)), true);
            }
            attempt.wanted().pause(Retrying.PAUSE.first().toMillis());
        }
        return null;
    }

    private String uidNow(ObjectReference reference) {
        return switch (client.getMetadata(reference)) {
            case ApiResult.Ok<Manifest>(Manifest present) -> present.uid();
            case ApiResult.Failed<Manifest>(ApiError error) ->
                error.kind() == ApiError.Kind.NOT_FOUND ? "" : Objects.requireNonNullElse(live.uid(reference), "");
        };
    }
}
