package io.keelstream.applier.traffic;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;

/** The way of a router to the cluster. */
public interface LiveWriter {

    /** A fresh read. */
    ApiResult<Manifest> read(ObjectReference reference);

    /** Why a read failed, for people. */
    Problem problem(ObjectReference reference, ApiError error);

    /**
     * Writes an object of ours again, bound to the version that was read just before.
     *
     * @param evenHeld whether a hold on the object is no obstacle
     * @return {@code Gone} or {@code Released} where there is no such object of ours any more
     */
    ObjectOutcome write(PlannedAction.Update action, boolean evenHeld) throws InterruptedException;
}
