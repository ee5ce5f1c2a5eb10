package io.keelstream.kubernetes.ownership;

import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.ManagedFields;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.fields.Operation;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes fields ours that we do not want, so that the next apply, which does not set them, removes them in the same write that
 * sets what Git wants. Changes managedFields alone. What somebody wrote in another version of the API is taken by the names that the
 * fields have in ours: versions of a custom resource without a conversion name all of them alike, others most of them. Pure.
 */
public final class Eviction {

    private Eviction() {}

    /** Whether fields of an entry can be taken: those of subresources stay. */
    public static boolean covers(ManagedFieldsEntry entry) {
        return entry.subresource().isEmpty();
    }

    /**
     * The managedFields to write. Entries of subresources stay as they are.
     *
     * @param gone what is to be removed, with everything below
     * @param apiVersion the version in which we apply
     */
    public static List<@Nullable Object> of(Manifest live, FieldSet gone, String apiVersion) {
        List<@Nullable Object> result = new ArrayList<>();
        FieldSet ours = gone;
        Instant time = null;
        for (Object raw : Manifest.list(live.metadata().get("managedFields"))) {
            ManagedFieldsEntry entry = ManagedFields.readable(raw).orElse(null);
            if (entry == null || !covers(entry)) {
                result.add(raw);
            } else if (FieldOwners.isOurs(entry)) {
                ours = ours.union(entry.fields());
                time = entry.time();
            } else {
                FieldSet rest = entry.fields().differenceWithBelow(gone);
                if (!rest.isEmpty()) {
                    result.add(entry.withFields(rest).write());
                }
            }
        }
        result.add(
                new ManagedFieldsEntry(FieldManagers.KEELSTREAM, Operation.APPLY, apiVersion, "", time, ours).write());
        return result;
    }
}
