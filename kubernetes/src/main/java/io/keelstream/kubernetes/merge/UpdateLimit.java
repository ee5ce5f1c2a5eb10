package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.fields.ManagedFields;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.fields.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the number of Update entries at ten, as the API server does: the oldest of each version are folded into one entry
 * of the manager {@code ancient-changes}. Pure; thread-safe.
 */
final class UpdateLimit {

    private static final int MAXIMUM = 10;
    private static final String FOLDED = "ancient-changes";

    private UpdateLimit() {}

    static ManagedFields apply(ManagedFields managed) {
        List<ManagedFieldsEntry> updates = new ArrayList<>(managed.entries().stream()
                .filter(entry -> entry.operation() == Operation.UPDATE)
                .toList());
        if (updates.size() <= MAXIMUM) {
            return managed;
        }
        updates.sort(Comparator.comparingLong((ManagedFieldsEntry entry) ->
                        entry.time() == null ? 0 : entry.time().getEpochSecond())
                .thenComparing(ManagedFieldsEntry::id));
        List<ManagedFieldsEntry> kept = new ArrayList<>(managed.entries());
        Map<String, ManagedFieldsEntry> buckets = new LinkedHashMap<>();
        int left = updates.size();
        for (ManagedFieldsEntry entry : updates) {
            if (left <= MAXIMUM) {
                break;
            }
            ManagedFieldsEntry bucket = buckets.get(entry.apiVersion());
            if (bucket == null) {
                buckets.put(entry.apiVersion(), entry);
                continue;
            }
            ManagedFieldsEntry folded = fold(bucket, entry);
            kept.remove(bucket);
            kept.remove(entry);
            kept.add(folded);
            buckets.put(entry.apiVersion(), folded);
            left--;
        }
        return ManagedFields.of(kept);
    }

    private static ManagedFieldsEntry fold(ManagedFieldsEntry bucket, ManagedFieldsEntry later) {
        return new ManagedFieldsEntry(
                FOLDED,
                Operation.UPDATE,
                later.apiVersion(),
                "",
                later.time(),
                bucket.fields().union(later.fields()));
    }
}
