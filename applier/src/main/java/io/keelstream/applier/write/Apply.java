package io.keelstream.applier.write;

import io.keelstream.applier.live.LiveObjects;
import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.ObjectOutcome.Applied;
import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.ApplyEntry;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.kubernetes.ownership.OwnerMark;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Server-side apply of one desired object, for whoever creates, updates, adopts or replaces it. Applying the same again is
 * harmless. Thread-safe.
 */
final class Apply {

    private final LiveObjects live;
    private final Retrying retrying;
    private final HandOver handOver;
    private final Evict evict;
    private final Clock clock;

    Apply(LiveObjects live, Retrying retrying, HandOver handOver, Evict evict, Clock clock) {
        this.live = live;
        this.retrying = retrying;
        this.handOver = handOver;
        this.evict = evict;
        this.clock = clock;
    }

    /** Applies, and says what became of it. */
    ObjectOutcome apply(PlannedAction.Write action, Manifest body, Attempt attempt) throws InterruptedException {
        return outcome(action, send(action, body, attempt));
    }

    /**
     * Applies an object that another target may have planned to create at the same time: of the targets of this process one
     * has it.
     */
    ObjectOutcome create(PlannedAction.Create action, Manifest body, Attempt attempt) throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        String owner = OwnerMark.on(body);
        String holder = live.claim(reference, owner);
        if (!holder.equals(owner)) {
            return Obstacles.foreign(action.reference(), holder);
        }
        try {
            return apply(action, body, attempt);
        } finally {
            live.unclaim(reference, owner);
        }
    }

    /** Hands over what is given up, asks by a dry run where the planner could not, and applies. */
    ApiResult<Manifest> send(PlannedAction.Write action, Manifest body, Attempt attempt) throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        boolean predicted = action.preview().predicted();
        if (!predicted) {
            live.watch(action.apiVersion(), reference.groupKind());
        }
        if (handOver.of(action, attempt) instanceof ApiResult.Failed<Manifest> refused) {
            return refused;
        }
        if (predicted || action.content().sealed()) {
            ApiError refused = dryRun(body, predicted ? attempt.untilServed(clock.instant()) : attempt);
            if (refused != null && !(attempt.force() && evict.evict(action, body, refused, attempt))) {
                return new ApiResult.Failed<>(refused);
            }
        }
        live.watch(action.apiVersion(), reference.groupKind());
        var options = new ApplyOptions(FieldManagers.KEELSTREAM, attempt.force(), false);
        ApiResult<Manifest> result = retrying.call(attempt, cluster -> cluster.apply(body, options));
        boolean evicted = attempt.force()
                && result instanceof ApiResult.Failed<Manifest>(ApiError error)
                && evict.evict(action, body, error, attempt);
        return evicted ? retrying.call(attempt, cluster -> cluster.apply(body, options)) : result;
    }

    /** What the server says against it; null when nothing, and where a webhook knows no dry runs. */
    private @Nullable ApiError dryRun(Manifest body, Attempt attempt) throws InterruptedException {
        var options = new ApplyOptions(FieldManagers.KEELSTREAM, attempt.force(), true);
        return retrying.call(attempt, cluster -> cluster.apply(body, options))
                                instanceof ApiResult.Failed<Manifest>(var error)
                        && !withoutDryRun(error)
                ? error
                : null;
    }

    /** Whether a webhook on the way knows no dry runs: then the refusal says nothing of the object. */
    static boolean withoutDryRun(ApiError error) {
        return error.message().contains("dry run");
    }

    /** Our Apply entry on a server's answer; null where it has none. */
    static @Nullable OwnedFields owned(Manifest answer) {
        ApplyEntry entry = ApplyEntry.of(answer);
        return entry == null ? null : new OwnedFields(entry.fieldsV1(), entry.time());
    }

    /** What became of it, by the server's answer. */
    ObjectOutcome outcome(PlannedAction action, ApiResult<Manifest> result) {
        return switch (result) {
            case ApiResult.Ok<Manifest>(Manifest answer) -> {
                live.observed(answer);
                yield new Applied(answer.uid(), owned(answer));
            }
            case ApiResult.Failed<Manifest>(ApiError error) ->
                Refusal.of(ObjectReference.parse(action.reference()), error);
        };
    }
}
