package io.keelstream.applier.write;

import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.exclusion.ExclusionSearch;
import io.keelstream.kubernetes.exclusion.ExclusionSearch.Found;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.Eviction;
import io.keelstream.kubernetes.ownership.FieldManagers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes over fields of others that exclude what Git sets, after the server refused an apply because of them: the next apply
 * removes them. Only fields that the plan shows as going are taken; where it is a prediction, those of which the server says
 * that they are in the way. Thread-safe.
 */
final class Evict {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    /** A controller that writes the object meanwhile only means to read again. */
    private static final int MOST_TRIES = 10;

    private final ClusterClient client;
    private final Retrying retrying;
    private final Clock clock;

    Evict(ClusterClient client, Retrying retrying, Clock clock) {
        this.client = client;
        this.retrying = retrying;
        this.clock = clock;
    }

    /** Whether something was taken over, so that applying again is worth it. */
    boolean evict(PlannedAction.Write action, Manifest body, ApiError refusal, Attempt attempt)
            throws InterruptedException {
        if (!ExclusionSearch.worthAsking(refusal) || action instanceof PlannedAction.Create) {
            return false;
        }
        ApiResult<Manifest> result;
        int tries = 0;
        do {
            result = take(action, body, refusal, attempt);
            tries++;
        } while (result != null && Retrying.changedMeanwhile(result) && tries < MOST_TRIES);
        return result instanceof ApiResult.Ok;
    }

    /** The answer to taking them over in the version that is live now; null where there is nothing to take. */
    private @Nullable ApiResult<Manifest> take(
            PlannedAction.Write action, Manifest body, ApiError refusal, Attempt attempt) throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        ApiResult<Manifest> read = retrying.call(attempt, cluster -> whole(cluster, reference, action.apiVersion()));
        if (!(read instanceof ApiResult.Ok<Manifest>(Manifest live))) {
            return null;
        }
        FieldSet gone = action.preview().predicted()
                ? excluding(live, body, refusal, attempt)
                : shown(action, ExclusionSearch.candidates(refusal, live, body, clock.instant()));
        if (gone.isEmpty()) {
            return null;
        }
        Map<String, Object> patch = Map.of(
                "metadata",
                Map.of(
                        "resourceVersion",
                        live.resourceVersion(),
                        "managedFields",
                        Eviction.of(live, gone, action.apiVersion())));
        return retrying.call(
                attempt, cluster -> cluster.patch(reference, MERGE_PATCH, patch, FieldManagers.KEELSTREAM));
    }

    /** What the plan could not show, since the planner could not ask: the fields without which the server takes the write. */
    FieldSet excluding(Manifest live, Manifest body, ApiError refusal, Attempt attempt) {
        ExclusionSearch search = new ExclusionSearch(client.until(attempt.end()), live, live, body, clock.instant());
        return search.search(refusal) instanceof Found.Excluded(FieldSet gone, Manifest after) ? gone : FieldSet.EMPTY;
    }

    private static FieldSet shown(PlannedAction.Write action, FieldSet gone) {
        List<String> removed = action.preview().diff().stream()
                .filter(each -> each.after() == null)
                .map(FieldDiff::path)
                .toList();
        FieldSet shown = FieldSet.EMPTY;
        for (FieldPath path : gone.paths()) {
            String pointer = path.pointer();
            if (removed.stream()
                    .anyMatch(each ->
                            each.equals(pointer) || each.startsWith(pointer + "/") || pointer.startsWith(each + "/"))) {
                shown = shown.union(FieldSet.of(path));
            }
        }
        return shown;
    }

    /** The live object in a version, so that its fields have the names that they have in Git. */
    static ApiResult<Manifest> whole(ClusterClient client, ObjectReference reference, String apiVersion) {
        return switch (client.discovery().find(apiVersion, reference.kind())) {
            case ApiResult.Ok<ResourceType>(ResourceType type) ->
                client.get(type, reference.namespace(), reference.name());
            case ApiResult.Failed<ResourceType> unknown -> client.get(reference);
        };
    }
}
