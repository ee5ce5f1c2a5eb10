package io.keelstream.applier.write;

import io.keelstream.applier.live.LiveObjects;
import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.ObjectOutcome.Applied;
import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.hold.Hold;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.ApplyEntry;
import io.keelstream.kubernetes.ownership.Claim;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.kubernetes.ownership.OwnerMark;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Server-side apply of one desired object, for whoever creates, updates, adopts or replaces it. Applying the same again is
 * harmless. Thread-safe.
 */
final class Apply {

    /**
     * What a plan says is not there may be there by now, and is another's: later than this, as after hooks and waves, it is looked
     * for before it is created. That costs a call; a release that begins as soon as it is planned is spared it, since a write follows
     * its plan within a second or two.
     */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final LiveObjects live;
    private final Retrying retrying;
    private final HandOver handOver;
    private final Evict evict;
    private final OwnerMark owner;
    private final Clock clock;

    /** @param owner our owner mark */
    Apply(LiveObjects live, Retrying retrying, HandOver handOver, Evict evict, OwnerMark owner, Clock clock) {
        this.live = live;
        this.retrying = retrying;
        this.handOver = handOver;
        this.evict = evict;
        this.owner = owner;
        this.clock = clock;
    }

    /** Applies, and says what became of it. */
    ObjectOutcome apply(PlannedAction.Write action, Manifest body, Attempt attempt) throws InterruptedException {
        return outcome(action, send(action, body, attempt));
    }

    /**
     * Applies an object that another target may have planned to create at the same time: of the targets of this process one
     * has it. What somebody else created since an older plan is not touched.
     */
    ObjectOutcome create(PlannedAction.Create action, Manifest body, Attempt attempt) throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        String mark = owner.toString();
        String holder = live.claim(reference, mark);
        if (!holder.equals(mark)) {
            return Obstacles.foreign(action.reference(), holder);
        }
        try {
            ObjectOutcome objection = objection(action.reference(), attempt);
            return objection == null ? apply(action, body, attempt) : objection;
        } finally {
            live.unclaim(reference, mark);
        }
    }

    /** Why what was not there when it was planned may not be written; null where it may: what is nobody's is adopted, as in any plan. */
    private @Nullable ObjectOutcome objection(String reference, Attempt attempt) throws InterruptedException {
        Instant planned = attempt.plannedAt();
        Instant now = clock.instant();
        if (planned == null || now.isBefore(planned.plus(FRESH))) {
            return null;
        }
        ObjectReference object = ObjectReference.parse(reference);
        return switch (retrying.call(attempt, cluster -> cluster.getMetadata(object))) {
            case ApiResult.Ok<Manifest>(Manifest present) ->
                switch (Claim.on(present, owner, null)) {
                    case Claim.Ours _, Claim.Unmarked _, Claim.HandedOver _ -> {
                        Instant held = Hold.until(present, now);
                        yield held == null ? null : Obstacles.held(reference, held);
                    }
                    case Claim.Foreign(String holder) -> Obstacles.foreign(reference, holder);
                    case Claim.Controlled(var controller) -> Obstacles.controlled(reference, controller);
                };
            case ApiResult.Failed<Manifest>(ApiError error) ->
                error.kind() == ApiError.Kind.NOT_FOUND ? null : Refusal.of(object, error);
        };
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
