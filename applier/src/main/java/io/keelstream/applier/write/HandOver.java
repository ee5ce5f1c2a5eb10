package io.keelstream.applier.write;

import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.kubernetes.ownership.FieldOwners;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the live value of a field that we give up to a scaler: it is written under a manager of its own before we stop owning
 * the field, so that it does not vanish, and let go once the scaler owns it. Where the scaler has taken the field meanwhile
 * there is nothing to hand over; its value is never forced. Thread-safe.
 */
final class HandOver {

    private static final int MOST_TRIES = 10;
    private static final ApplyOptions OPTIONS = new ApplyOptions(FieldManagers.HANDOVER, false, false);

    private final ClusterClient client;
    private final Retrying retrying;

    HandOver(ClusterClient client, Retrying retrying) {
        this.client = client;
        this.retrying = retrying;
    }

    /** Writes what the action gives up; null where it gives up nothing. */
    @Nullable
    ApiResult<Manifest> of(PlannedAction.Write action, Attempt attempt) throws InterruptedException {
        if (action.content().handover().isEmpty()) {
            return null;
        }
        ApiResult<Manifest> result = once(action, attempt);
        for (int tries = 1; tries < MOST_TRIES && Retrying.changedMeanwhile(result); tries++) {
            result = once(action, attempt);
        }
        return result;
    }

    /** Gives up what was handed over: the scaler owns it now. */
    void end(ObjectReference reference, String apiVersion) {
        client.apply(RequestBodies.identity(reference, apiVersion), OPTIONS);
    }

    private ApiResult<Manifest> once(PlannedAction.Write action, Attempt attempt) throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        ApiResult<Manifest> read = retrying.call(attempt, cluster -> cluster.get(reference));
        if (!(read instanceof ApiResult.Ok<Manifest>(Manifest current))) {
            return read;
        }
        Manifest kept = RequestBodies.identity(reference, action.apiVersion());
        for (String path : action.content().handover().keySet()) {
            String[] steps = path.substring(1).split("/", -1);
            if (FieldOwners.of(current).onlyOurs(FieldPath.of(steps))) {
                put(kept.tree(), steps, current.at(steps));
            }
        }
        return kept.spec().isEmpty() ? read : retrying.call(attempt, cluster -> cluster.apply(kept, OPTIONS));
    }

    private static void put(Map<String, @Nullable Object> tree, String[] steps, @Nullable Object value) {
        Map<String, @Nullable Object> place = tree;
        for (int i = 0; i < steps.length - 1; i++) {
            place = Manifest.map(
                    place.computeIfAbsent(steps[i], step -> new LinkedHashMap<String, @Nullable Object>()));
        }
        place.put(steps[steps.length - 1], value);
    }
}
