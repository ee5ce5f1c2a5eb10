package io.keelstream.applier.write;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.kubernetes.ownership.Possession;

/**
 * Applies a live object of ours again, bound to the version that was read just before: of two processes that believe to run
 * the same release, the late write of the former one loses. An object that is gone or no longer ours is not written.
 * Thread-safe.
 */
final class Overwrite {

    private static final int MOST_TRIES = 10;

    private final Retrying retrying;
    private final Apply apply;
    private final OwnerMark owner;

    /** @param owner our owner mark */
    Overwrite(Retrying retrying, Apply apply, OwnerMark owner) {
        this.retrying = retrying;
        this.apply = apply;
        this.owner = owner;
    }

    ObjectOutcome overwrite(PlannedAction.Update action, Manifest body, Attempt attempt) throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        for (int tries = 1; ; tries++) {
            ApiResult<Manifest> read = retrying.call(attempt, cluster -> cluster.getMetadata(reference));
            if (read instanceof ApiResult.Failed<Manifest>(ApiError error) && error.kind() == ApiError.Kind.NOT_FOUND) {
                return new ObjectOutcome.Gone();
            }
            if (!(read instanceof ApiResult.Ok<Manifest>(Manifest current))) {
                return apply.outcome(action, read);
            }
            if (!(Possession.of(current, owner, action.uid()) instanceof Possession.Ours)) {
                return new ObjectOutcome.Released();
            }
            Manifest bound = RequestBodies.bound(body, current.uid(), current.resourceVersion());
            ApiResult<Manifest> result = apply.send(action, bound, attempt);
            if (!Retrying.changedMeanwhile(result) || tries == MOST_TRIES) {
                return apply.outcome(action, result);
            }
        }
    }
}
