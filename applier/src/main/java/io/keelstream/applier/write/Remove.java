package io.keelstream.applier.write;

import io.keelstream.applier.live.LiveObjects;
import io.keelstream.applier.release.ObjectOutcome.Failed;
import io.keelstream.applier.release.ObjectOutcome.Gone;
import io.keelstream.applier.release.ObjectOutcome.Released;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.hold.Hold;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.kubernetes.ownership.Possession;
import java.time.Clock;
import java.time.Instant;

/**
 * Deletes one object, and only when a fresh read shows that it is ours: the cluster's uid, the owner mark, an Apply entry
 * of ours, and the uid that the inventory wrote. Whatever does not agree is left alone and let go. Thread-safe.
 */
final class Remove {

    private static final ObjectReference KUBE_SYSTEM = new ObjectReference("", "Namespace", "", "kube-system");

    private final Retrying retrying;
    private final LiveObjects live;
    private final OwnerMark owner;
    private final Clock clock;

    /** @param owner our owner mark */
    Remove(Retrying retrying, LiveObjects live, OwnerMark owner, Clock clock) {
        this.retrying = retrying;
        this.live = live;
        this.owner = owner;
        this.clock = clock;
    }

    /**
     * Begins to delete.
     *
     * @param clusterUid the cluster the plan was made for
     */
    Deletion begin(PlannedAction.Prune action, String clusterUid, Attempt attempt) throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        live.watch(action.apiVersion(), reference.groupKind());
        return switch (retrying.call(attempt, ClusterClient::currentUid)) {
            case ApiResult.Ok<String>(String uid)
            when !uid.equals(clusterUid) ->
                new Deletion.Done(new Failed(
                        Reason.CLUSTER_REPLACED.problem("the cluster is not the one the plan was made for", null),
                        false));
            case ApiResult.Ok<String> _ -> begin(reference, action.uid(), attempt);
            case ApiResult.Failed<String>(ApiError error) -> refused(KUBE_SYSTEM, error);
        };
    }

    private Deletion begin(ObjectReference reference, String uid, Attempt attempt) throws InterruptedException {
        return switch (retrying.call(attempt, cluster -> cluster.getMetadata(reference))) {
            case ApiResult.Ok<Manifest>(Manifest present) when !ours(present, uid) -> new Deletion.Done(new Released());
            case ApiResult.Ok<Manifest>(Manifest present) -> {
                Instant held = Hold.until(present, clock.instant());
                yield held == null
                        ? delete(reference, uid, attempt)
                        : new Deletion.Done(Obstacles.held(reference.toString(), held));
            }
            case ApiResult.Failed<Manifest>(ApiError error)
            when error.kind() == ApiError.Kind.NOT_FOUND -> new Deletion.Done(new Gone());
            case ApiResult.Failed<Manifest>(ApiError error) -> refused(reference, error);
        };
    }

    private Deletion delete(ObjectReference reference, String uid, Attempt attempt) throws InterruptedException {
        return switch (retrying.call(attempt, cluster -> cluster.delete(reference, uid, true, false))) {
            case ApiResult.Ok<Void> _ -> new Deletion.Begun(uid);
            case ApiResult.Failed<Void>(ApiError error) ->
                switch (error.kind()) {
                    case CONFLICT -> new Deletion.Done(new Released());
                    case NOT_FOUND -> new Deletion.Done(new Gone());
                    case ALREADY_EXISTS, FORBIDDEN, PERMANENT, GONE, UNREACHABLE, TRANSIENT, DEPENDENCY, NOT_OWNER ->
                        refused(reference, error);
                };
        };
    }

    private static Deletion refused(ObjectReference reference, ApiError error) {
        return switch (error.kind()) {
            case UNREACHABLE, TRANSIENT -> new Deletion.Unanswered(Refusal.problem(reference, error));
            case NOT_FOUND, CONFLICT, ALREADY_EXISTS, FORBIDDEN, PERMANENT, GONE, DEPENDENCY, NOT_OWNER ->
                new Deletion.Done(Refusal.of(reference, error));
        };
    }

    private boolean ours(Manifest present, String uid) {
        return Possession.of(present, owner, uid) instanceof Possession.Ours;
    }
}
