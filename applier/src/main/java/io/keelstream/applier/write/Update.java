package io.keelstream.applier.write;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.kubernetes.ownership.Possession;
import io.keelstream.kubernetes.replacement.ReplaceRule;
import io.keelstream.kubernetes.replacement.Successor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Applies to the live object that was planned, and to no other. Where the planner could not ask the server, as about Secrets,
 * a field that may not change is found out here: the object is replaced where its manifest allows that. Thread-safe.
 */
final class Update {

    private final Retrying retrying;
    private final Apply apply;
    private final Replace replace;
    private final Evict evict;
    private final OwnerMark owner;

    /** @param owner our owner mark */
    Update(Retrying retrying, Apply apply, Replace replace, Evict evict, OwnerMark owner) {
        this.retrying = retrying;
        this.apply = apply;
        this.replace = replace;
        this.evict = evict;
        this.owner = owner;
    }

    ObjectOutcome update(PlannedAction.Update action, Manifest body, Attempt attempt) throws InterruptedException {
        ApiResult<Manifest> result = apply.send(action, RequestBodies.bound(body, action.uid(), null), attempt);
        if (action.preview().predicted()
                && result instanceof ApiResult.Failed<Manifest>(ApiError error)
                && Successor.worthAsking(error)) {
            ObjectOutcome outcome = immutable(action, body, error, attempt);
            if (outcome != null) {
                return outcome;
            }
        }
        return apply.outcome(action, result);
    }

    /**
     * The outcome where a field may not change; null where the new object would be refused for itself, or where only fields of
     * others are in the way.
     */
    private @Nullable ObjectOutcome immutable(
            PlannedAction.Update action, Manifest body, ApiError error, Attempt attempt) throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        ApiResult<Manifest> read =
                retrying.call(attempt, cluster -> Evict.whole(cluster, reference, action.apiVersion()));
        boolean possible = read instanceof ApiResult.Ok<Manifest>(Manifest live)
                && Possession.of(live, owner, action.uid()) instanceof Possession.Ours
                && evict.excluding(live, body, error, attempt).isEmpty()
                && replace.objection(body, live, attempt) == null;
        if (!possible) {
            return null;
        }
        if (ReplaceRule.allows(body)) {
            return replace.replace(action, action.uid(), body, attempt);
        }
        String fields =
                error.causes().stream().map(ApiError.Cause::field).distinct().collect(Collectors.joining(", "));
        return new ObjectOutcome.Failed(
                Reason.IMMUTABLE_FIELD.problem(fields + " may not change; " + ReplaceRule.ADVICE, action.reference()),
                false);
    }
}
