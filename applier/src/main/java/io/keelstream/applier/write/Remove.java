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

    private final ClusterClient client;
    private final LiveObjects live;
    private final OwnerMark owner;
    private final Clock clock;

    /** @param owner our owner mark */
    Remove(ClusterClient client, LiveObjects live, OwnerMark owner, Clock clock) {
        this.client = client;
        this.live = live;
        this.owner = owner;
        this.clock = clock;
    }

    /**
     * Begins to delete.
     *
     * @param clusterUid the cluster the plan was made for
     */
    Deletion begin(PlannedAction.Prune action, String clusterUid) {
        ObjectReference reference = ObjectReference.parse(action.reference());
        if (live.stopped()) {
            return new Deletion.Done(Obstacles.stopped(action.reference()));
        }
        live.watch(action.apiVersion(), reference.groupKind());
        return switch (client.getMetadata(KUBE_SYSTEM)) {
            case ApiResult.Ok<Manifest>(Manifest cluster)
            when !cluster.uid().equals(clusterUid) ->
                new Deletion.Done(new Failed(
                        Reason.CLUSTER_REPLACED.problem("the cluster is not the one the plan was made for", null),
                        false));
            case ApiResult.Ok<Manifest> _ -> begin(reference, action.uid());
            case ApiResult.Failed<Manifest>(ApiError error) -> new Deletion.Unreachable(error.message());
        };
    }

    private Deletion begin(ObjectReference reference, String uid) {
        return switch (client.getMetadata(reference)) {
            case ApiResult.Ok<Manifest>(Manifest present) when !ours(present, uid) -> new Deletion.Done(new Released());
            case ApiResult.Ok<Manifest>(Manifest present) -> {
                Instant held = Hold.until(present, clock.instant());
                yield held == null
                        ? delete(reference, uid)
                        : new Deletion.Done(Obstacles.held(reference.toString(), held));
            }
            case ApiResult.Failed<Manifest>(ApiError error) -> refused(reference, error);
        };
    }

    private Deletion delete(ObjectReference reference, String uid) {
        return switch (client.delete(reference, uid, true, false)) {
            case ApiResult.Ok<Void> _ -> new Deletion.Begun(uid);
            case ApiResult.Failed<Void>(ApiError error) ->
                error.kind() == ApiError.Kind.CONFLICT ? new Deletion.Done(new Released()) : refused(reference, error);
        };
    }

    private static Deletion refused(ObjectReference reference, ApiError error) {
        return switch (error.kind()) {
            case NOT_FOUND -> new Deletion.Done(new Gone());
            case TRANSIENT, DEPENDENCY -> new Deletion.Unreachable(error.message());
            case CONFLICT, ALREADY_EXISTS, FORBIDDEN, PERMANENT, GONE, NOT_OWNER ->
                new Deletion.Done(Refusal.of(reference, error));
        };
    }

    private boolean ours(Manifest present, String uid) {
        return Possession.of(present, owner, uid) instanceof Possession.Ours;
    }
}
