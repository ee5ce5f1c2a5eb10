package io.keelstream.applier.write;

import io.keelstream.applier.live.LiveObjects;
import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the planned object and applies the new one when it is gone. An object with another uid is never deleted: a
 * replacement that was interrupted continues with the apply. Thread-safe.
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
        ObjectReference reference = ObjectReference.parse(action.reference());
        ApiResult<Manifest> current = retrying.call(attempt, () -> client.getMetadata(reference));
        if (current instanceof ApiResult.Ok<Manifest>(Manifest present)
                && present.uid().equals(action.uid())) {
            ObjectOutcome refused = delete(action, reference, attempt);
            if (refused != null) {
                return refused;
            }
        }
        return apply.apply(action, body, attempt);
    }

    /** Why the object does not go; null when it is gone, or when the release no longer needs it. */
    private @Nullable ObjectOutcome delete(PlannedAction.Replace action, ObjectReference reference, Attempt attempt)
            throws InterruptedException {
        live.watch(action.apiVersion(), reference.groupKind());
        ApiResult<Void> deleted = retrying.call(attempt, () -> client.delete(reference, action.uid(), true, false));
        if (deleted instanceof ApiResult.Failed<Void>(ApiError error) && error.kind() != ApiError.Kind.NOT_FOUND) {
            return Refusal.of(reference, error);
        }
        while (action.uid().equals(uidNow(reference)) && attempt.wanted().still()) {
            if (clock.instant().isAfter(attempt.deadline())) {
                return Obstacles.terminating(action.reference());
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
