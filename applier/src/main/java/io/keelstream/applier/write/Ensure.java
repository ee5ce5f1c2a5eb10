package io.keelstream.applier.write;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.ObjectOutcome.Applied;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.FieldManagers;

/** Creates an object that only has to exist; what exists is not touched. Thread-safe. */
final class Ensure {

    private final Retrying retrying;

    Ensure(Retrying retrying) {
        this.retrying = retrying;
    }

    ObjectOutcome ensure(PlannedAction.Ensure action, Manifest body, Attempt attempt) throws InterruptedException {
        ApiResult<Manifest> result =
                retrying.call(attempt, cluster -> cluster.create(body, FieldManagers.KEELSTREAM, false));
        return switch (result) {
            case ApiResult.Ok<Manifest>(Manifest answer) -> new Applied(answer.uid(), null);
            case ApiResult.Failed<Manifest>(ApiError error) ->
                error.kind() == ApiError.Kind.ALREADY_EXISTS
                        ? new Applied("", null)
                        : Refusal.of(ObjectReference.parse(action.reference()), error);
        };
    }
}
