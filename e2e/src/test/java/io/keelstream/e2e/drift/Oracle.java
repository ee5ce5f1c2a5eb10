package io.keelstream.e2e.drift;

import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.diff.ObjectDiff;
import io.keelstream.kubernetes.fields.ManagedFields;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.schema.Schema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says whether an object drifted by asking the server what a full apply would change: the slow and certain way. Of a
 * Secret, whose values the detector must not see, ownership and the time of our last write count as well.
 */
final class Oracle {

    private final ClusterClient client;

    Oracle(ClusterClient client) {
        this.client = client;
    }

    /**
     * In which way the object has drifted; null where it has not.
     *
     * @param applied what the applier left
     * @param body the object as it is applied
     * @param owner our mark
     */
    @Nullable
    DriftKind judge(InventoryObject applied, Manifest body, String owner) {
        ObjectReference reference = ObjectReference.parse(applied.reference());
        ApiResult<Manifest> answer = client.get(reference);
        if (answer instanceof ApiResult.Failed<Manifest>(ApiError error) && error.kind() == ApiError.Kind.NOT_FOUND) {
            return DriftKind.MISSING;
        }
        Manifest live = answer.orThrow();
        if (!live.uid().equals(applied.uid())) {
            return DriftKind.MISSING;
        }
        String mark = live.annotation("keelstream.io/owner");
        if (mark != null && !mark.equals(owner)) {
            return DriftKind.FOREIGN_OWNER;
        }
        Manifest after =
                client.apply(body, new ApplyOptions("keelstream", true, true)).orThrow();
        if (!after.resourceVersion().equals(live.resourceVersion())) {
            // A controller wrote in between, so the two do not belong together.
            return judge(applied, body, owner);
        }
        boolean differs = ObjectDiff.differs(Schema.DEDUCED, live, after)
                || (body.kind().equals("Secret") && rewritten(live, after, applied));
        return differs ? DriftKind.MODIFIED : null;
    }

    /** Whether our entry is not the one that we left. */
    private static boolean rewritten(Manifest live, Manifest after, InventoryObject applied) {
        ManagedFieldsEntry ours = entry(live);
        ManagedFieldsEntry wanted = entry(after);
        return ours == null
                || wanted == null
                || !ours.fields().equals(wanted.fields())
                || !Objects.equals(ours.time(), applied.ownedSince());
    }

    private static @Nullable ManagedFieldsEntry entry(Manifest object) {
        return ManagedFields.of(object).applier("keelstream").orElse(null);
    }
}
