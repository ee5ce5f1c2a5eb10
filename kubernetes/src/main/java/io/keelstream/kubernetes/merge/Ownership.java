package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.ManagedFields;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.fields.ManagerId;
import io.keelstream.kubernetes.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The managers of one object while one write is worked out. Mutable; for one use by one thread.
 */
final class Ownership {

    private final Map<ManagerId, ManagedFieldsEntry> entries = new LinkedHashMap<>();

    Ownership(ManagedFields managed, Schema schema) {
        for (ManagedFieldsEntry entry : managed.entries()) {
            entries.put(entry.id(), entry.withFields(SchemaChange.reconcile(entry.fields(), schema)));
        }
    }

    FieldSet of(ManagerId id) {
        ManagedFieldsEntry entry = entries.get(id);
        return entry == null ? FieldSet.EMPTY : entry.fields();
    }

    /** Everything that anybody owns. */
    FieldSet all() {
        FieldSet all = FieldSet.EMPTY;
        for (ManagedFieldsEntry entry : entries.values()) {
            all = all.union(entry.fields());
        }
        return all;
    }

    /** What each manager but one would lose to a change of these fields, in the order of the managers. */
    List<FieldConflict> conflicts(Comparison comparison, ManagerId writer) {
        FieldSet touched = comparison.modified().union(comparison.added());
        Map<ManagerId, FieldSet> lost = new TreeMap<>();
        if (!touched.isEmpty()) {
            entries.forEach((id, entry) -> {
                if (!id.equals(writer)) {
                    lost.put(id, entry.fields().intersection(touched));
                }
            });
        }
        List<FieldConflict> conflicts = new ArrayList<>();
        lost.forEach((id, fields) -> fields.forEach(path -> conflicts.add(new FieldConflict(id, path))));
        return conflicts;
    }

    /** Takes changed and removed fields from every manager; managers without fields go. */
    void take(Comparison comparison) {
        FieldSet lost = comparison.modified().union(comparison.added()).union(comparison.removed());
        if (!lost.isEmpty()) {
            entries.replaceAll((id, entry) -> entry.withFields(entry.fields().difference(lost)));
        }
        entries.values().removeIf(entry -> entry.fields().isEmpty());
    }

    /** Sets what a manager owns; its time stays. An empty set removes it. */
    void put(ManagerId id, String apiVersion, FieldSet fields) {
        FieldSet owned = ObjectTrees.ownable(fields);
        ManagedFieldsEntry before = entries.get(id);
        if (owned.isEmpty()) {
            entries.remove(id);
            return;
        }
        entries.put(
                id,
                new ManagedFieldsEntry(
                        id.manager(),
                        id.operation(),
                        apiVersion,
                        id.subresource(),
                        before == null ? null : before.time(),
                        owned));
    }

    void touch(ManagerId id, Instant now) {
        entries.computeIfPresent(id, (key, entry) -> entry.withTime(now));
    }

    void remove(ManagerId id) {
        entries.remove(id);
    }

    /** Puts an entry back whose fields and time are decided after this. */
    void restore(ManagedFieldsEntry entry) {
        entries.put(entry.id(), entry);
    }

    ManagedFields result() {
        return entries.isEmpty() ? ManagedFields.NONE : ManagedFields.of(List.copyOf(entries.values()));
    }
}
