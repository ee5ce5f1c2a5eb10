package io.keelstream.kubernetes.ownership;

import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.ManagedFields;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.fields.Operation;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What adopting an object makes of its managedFields: the entries of the adopted managers become part of our Apply entry,
 * so that a field which Git does not set, or drops later, really goes. The plan shows and the applier does exactly this.
 * Fields have names in one version of an API only. So only entries in the version that we apply are folded, and none while
 * our own entry is in another version; entries in other versions, of subresources, and those that cannot be read stay as
 * they are. Immutable; thread-safe.
 *
 * @param managers which field managers are adopted
 * @param apiVersion the version in which we apply
 */
public record AdoptionFold(Predicate<String> managers, String apiVersion) {

    /** The adopted managers that own something in the object, each once, in the server's order. */
    public List<String> adopted(Manifest live) {
        return folded(live).stream().map(ManagedFieldsEntry::manager).distinct().toList();
    }

    /** The entries of a live object that become part of ours, in the server's order. */
    public List<ManagedFieldsEntry> folded(Manifest live) {
        return folded(read(live));
    }

    /** Whether an entry would become part of ours, as far as it alone decides that. */
    public boolean covers(ManagedFieldsEntry entry) {
        return !FieldOwners.isOurs(entry)
                && entry.subresource().isEmpty()
                && entry.apiVersion().equals(apiVersion)
                && managers.test(entry.manager());
    }

    /**
     * The managedFields after the fold, as they are to be written; null where there is nothing to fold.
     *
     * @param live the object or its metadata
     */
    public @Nullable List<@Nullable Object> of(Manifest live) {
        List<ManagedFieldsEntry> entries = read(live);
        List<ManagedFieldsEntry> folded = folded(entries);
        if (folded.isEmpty()) {
            return null;
        }
        FieldSet fields = FieldSet.EMPTY;
        Instant newest = null;
        for (ManagedFieldsEntry entry : entries) {
            if (FieldOwners.isOurs(entry) || folded.contains(entry)) {
                fields = fields.union(entry.fields());
                newest = later(newest, entry.time());
            }
        }
        List<@Nullable Object> result = new ArrayList<>();
        for (Object raw : raw(live)) {
            boolean gone = ManagedFields.readable(raw)
                    .filter(entry -> FieldOwners.isOurs(entry) || folded.contains(entry))
                    .isPresent();
            if (!gone) {
                result.add(raw);
            }
        }
        result.add(new ManagedFieldsEntry(FieldManagers.KEELSTREAM, Operation.APPLY, apiVersion, "", newest, fields)
                .write());
        return result;
    }

    private List<ManagedFieldsEntry> folded(List<ManagedFieldsEntry> entries) {
        boolean elsewhere = entries.stream()
                .anyMatch(entry ->
                        FieldOwners.isOurs(entry) && !entry.apiVersion().equals(apiVersion));
        return elsewhere ? List.of() : entries.stream().filter(this::covers).toList();
    }

    private static List<ManagedFieldsEntry> read(Manifest live) {
        return ManagedFields.readable(raw(live));
    }

    private static List<@Nullable Object> raw(Manifest live) {
        return Manifest.list(live.metadata().get("managedFields"));
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }
}
