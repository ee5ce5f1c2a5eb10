package io.keelstream.applier.write;

import io.keelstream.applier.live.LiveObjects;
import io.keelstream.applier.release.ObjectOutcome;
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
import java.util.Set;

/**
 * Deletes one object, and only when a fresh read shows that it is ours: the cluster's uid, the owner mark, an Apply entry
 * of ours, and the uid that the inventory wrote. Whatever does not agree is left alone and let go. Thread-safe.
 */
public final class ObjectRemover {

    private static final ObjectReference KUBE_SYSTEM = new ObjectReference("", "Namespace", "", "kube-system");

    private final ClusterClient client;
    private final LiveObjects live;
    private final OwnerMark owner;
    private final Clock clock;

    /**
     * @param owner our owner mark
     */
    public ObjectRemover(ClusterClient client, LiveObjects live, OwnerMark owner, Clock clock) {
        this.client = client;
        this.live = live;
        this.owner = owner;
        this.clock = clock;
    }

    /** What was begun: deleting takes as long as the object's finalizers do. */
    public sealed interface Begun {

        /** There is nothing to wait for. */
        record Done(ObjectOutcome outcome) implements Begun {}

        /** The server accepted; the object with this uid has to go. */
        record Deleting(String uid) implements Begun {}

        /** The server could not be asked; worth trying again. */
        record Unreachable(ApiError error) implements Begun {}
    }

    /**
     * Begins to delete.
     *
     * @param clusterUid the cluster the plan was made for
     * @param applied uids that this release applied: never deleted
     */
    public Begun begin(PlannedAction.Prune action, String clusterUid, Set<String> applied) {
        ObjectReference reference = ObjectReference.parse(action.reference());
        String uid = action.uid();
        if (applied.contains(uid)) {
            return new Begun.Done(new Released());
        }
        if (live.stopped()) {
            return new Begun.Done(Obstacles.stopped(action.reference()));
        }
        return switch (client.getMetadata(KUBE_SYSTEM)) {
            case ApiResult.Ok<Manifest>(Manifest cluster)
            when !cluster.uid().equals(clusterUid) ->
                new Begun.Done(new Failed(
                        Reason.CLUSTER_REPLACED.problem("the cluster is not the one the plan was made for", null),
                        false));
            case ApiResult.Ok<Manifest> same -> begin(reference, uid);
            case ApiResult.Failed<Manifest>(ApiError error) -> new Begun.Unreachable(error);
        };
    }

    private Begun begin(ObjectReference reference, String uid) {
        return switch (client.getMetadata(reference)) {
            case ApiResult.Ok<Manifest>(Manifest present) when !ours(present, uid) -> new Begun.Done(new Released());
            case ApiResult.Ok<Manifest>(Manifest present) -> {
                Instant held = Hold.until(present, clock.instant());
                yield held == null
                        ? delete(reference, uid)
                        : new Begun.Done(Obstacles.held(reference.toString(), held));
            }
            case ApiResult.Failed<Manifest>(ApiError error) -> refused(reference, error);
        };
    }

    private Begun delete(ObjectReference reference, String uid) {
        return switch (client.delete(reference, uid, true, false)) {
            case ApiResult.Ok<Void> accepted -> new Begun.Deleting(uid);
            case ApiResult.Failed<Void>(ApiError error) ->
                error.kind() == ApiError.Kind.CONFLICT ? new Begun.Done(new Released()) : refused(reference, error);
        };
    }

    private static Begun refused(ObjectReference reference, ApiError error) {
        return switch (error.kind()) {
            case NOT_FOUND -> new Begun.Done(new Gone());
            case TRANSIENT -> new Begun.Unreachable(error);
            case CONFLICT, ALREADY_EXISTS, FORBIDDEN, PERMANENT, GONE, NOT_OWNER ->
                new Begun.Done(Refusal.of(reference, error));
        };
    }

    private boolean ours(Manifest present, String uid) {
        return Possession.of(present, owner, uid) instanceof Possession.Ours;
    }
}
