package io.keelstream.applier.write;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.AdoptionFold;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.kubernetes.ownership.OwnerMark;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes over the object that was planned: the one with the planned uid, and only while it carries no other owner's mark.
 * What kubectl and others wrote is folded into our entry, so that a field which Git drops later really goes. Both writes are
 * bound to the version that was read just before, so of several that adopt an object at once exactly one has it; a controller
 * that writes the object meanwhile only means to read again. Thread-safe.
 */
final class Adopt {

    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final int MOST_TRIES = 10;

    private final Retrying retrying;
    private final Apply apply;

    Adopt(Retrying retrying, Apply apply) {
        this.retrying = retrying;
        this.apply = apply;
    }

    ObjectOutcome adopt(PlannedAction.Adopt action, Manifest body, Attempt attempt) throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        for (int tries = 1; ; tries++) {
            ApiResult<Manifest> read = retrying.call(attempt, cluster -> cluster.getMetadata(reference));
            if (!(read instanceof ApiResult.Ok<Manifest>(Manifest current))) {
                return apply.outcome(action, read);
            }
            ObjectOutcome objection = objection(action, body, current);
            if (objection != null) {
                return objection;
            }
            ApiResult<Manifest> result = fold(action, current, attempt);
            if (result instanceof ApiResult.Ok<Manifest>(Manifest folded)) {
                Manifest bound = RequestBodies.bound(body, folded.uid(), folded.resourceVersion());
                result = apply.send(action, bound, attempt);
            }
            if (!Retrying.changedMeanwhile(result) || tries == MOST_TRIES) {
                return apply.outcome(action, result);
            }
        }
    }

    /** Why the object may no longer be adopted; null when it may. */
    private static @Nullable ObjectOutcome objection(PlannedAction.Adopt action, Manifest body, Manifest current) {
        if (!action.uid().equals(current.uid())) {
            return Obstacles.recreated(action.reference());
        }
        String holder = OwnerMark.on(current);
        return holder.isEmpty() || holder.equals(OwnerMark.on(body))
                ? null
                : Obstacles.foreign(action.reference(), holder);
    }

    private ApiResult<Manifest> fold(PlannedAction.Adopt action, Manifest current, Attempt attempt)
            throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        List<@Nullable Object> folded = new AdoptionFold(action.managers()::contains, action.apiVersion()).of(current);
        if (folded == null) {
            return new ApiResult.Ok<>(current);
        }
        Map<String, Object> patch =
                Map.of("metadata", Map.of("resourceVersion", current.resourceVersion(), "managedFields", folded));
        return retrying.call(
                attempt, cluster -> cluster.patch(reference, MERGE_PATCH, patch, FieldManagers.KEELSTREAM));
    }
}
