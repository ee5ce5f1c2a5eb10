package io.keelstream.kubernetes.ownership;

import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.ManagedFields;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.fields.ManagerId;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who owns which fields of a live object. Entries of managedFields that cannot be read own nothing here. Immutable.
 *
 * @param entries the entries in the server's order
 */
public record FieldOwners(List<ManagedFieldsEntry> entries) {

    private static final ManagerId OURS = ManagerId.applier(FieldManagers.KEELSTREAM);

    public FieldOwners {
        entries = List.copyOf(entries);
    }

    /** Those of an object or its metadata; none where it is null. */
    public static FieldOwners of(@Nullable Manifest object) {
        return new FieldOwners(
                object == null
                        ? List.of()
                        : ManagedFields.readable(Manifest.list(object.metadata().get("managedFields"))));
    }

    /** Whether an entry is what we applied. */
    public static boolean isOurs(ManagedFieldsEntry entry) {
        return entry.id().equals(OURS);
    }

    /** What we applied; the empty set where we have no entry. */
    public FieldSet ours() {
        return union(FieldOwners::isOurs);
    }

    /** Whether we ever applied this object. */
    public boolean appliedByUs() {
        return entries.stream().anyMatch(FieldOwners::isOurs);
    }

    /** What the chosen entries own together. */
    public FieldSet union(Predicate<ManagedFieldsEntry> choice) {
        FieldSet all = FieldSet.EMPTY;
        for (ManagedFieldsEntry entry : entries) {
            if (choice.test(entry)) {
                all = all.union(entry.fields());
            }
        }
        return all;
    }

    /** Whether the field is owned, and only by our managers: it would vanish if they gave it up. */
    public boolean onlyOurs(FieldPath path) {
        List<ManagedFieldsEntry> owners =
                entries.stream().filter(entry -> entry.fields().contains(path)).toList();
        return !owners.isEmpty() && owners.stream().allMatch(entry -> FieldManagers.ours(entry.manager()));
    }

    /**
     * Whether both the hand-over manager and another manager own the replicas of a workload, so that the hand-over
     * may end. Asked of every event of every object, so nothing but this field is looked at.
     */
    public static boolean replicasTakenOver(Manifest workload) {
        boolean handover = false;
        boolean other = false;
        for (Object each : Manifest.list(workload.metadata().get("managedFields"))) {
            Manifest entry = new Manifest(Manifest.map(each));
            if (Manifest.map(entry.at("fieldsV1", "f:spec")).containsKey("f:replicas")) {
                String manager = String.valueOf(entry.tree().get("manager"));
                handover |= manager.equals(FieldManagers.HANDOVER);
                other |= !FieldManagers.ours(manager);
            }
        }
        return handover && other;
    }
}
