package io.keelstream.planner.ownership;

import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.AdoptionFold;
import io.keelstream.kubernetes.ownership.FieldOwners;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an apply does to other managers' fields, by the set algebra of managedFields before and after. Pure. */
public final class Conflicts {

    private Conflicts() {}

    /**
     * Fields that the apply takes from others: theirs before, not theirs after, ours after. In the form {@code path:
     * manager}.
     *
     * @param before the live object
     * @param after the server's answer to the apply
     * @param fold the entries that it covers are taken on purpose and do not count
     */
    public static List<String> taken(Manifest before, Manifest after, AdoptionFold fold) {
        FieldOwners now = FieldOwners.of(after);
        FieldSet ours = now.ours();
        List<String> taken = new ArrayList<>();
        for (ManagedFieldsEntry entry : FieldOwners.of(before).entries()) {
            if (FieldOwners.isOurs(entry) || fold.covers(entry)) {
                continue;
            }
            FieldSet left = now.union(other -> other.id().equals(entry.id()));
            entry.fields()
                    .intersection(ours)
                    .difference(left)
                    .forEach(path -> taken.add(path.pointer() + ": " + entry.manager()));
        }
        return taken.stream().sorted().toList();
    }

    /** Fields that Git dropped but that stay, because another manager owns them too: pointer to manager. */
    public static Map<FieldPath, String> staying(Manifest before, Manifest after) {
        FieldOwners now = FieldOwners.of(after);
        FieldSet dropped = FieldOwners.of(before).ours().difference(now.ours());
        Map<FieldPath, String> staying = new TreeMap<>();
        if (!dropped.isEmpty()) {
            for (ManagedFieldsEntry entry : now.entries()) {
                if (!FieldOwners.isOurs(entry)) {
                    dropped.intersection(entry.fields()).forEach(path -> staying.putIfAbsent(path, entry.manager()));
                }
            }
        }
        return staying;
    }

    /** Whose a field or something below it is. */
    public static String owner(Manifest live, FieldPath path) {
        FieldSet field = FieldSet.of(path);
        return FieldOwners.of(live).entries().stream()
                .filter(entry -> !FieldOwners.isOurs(entry)
                        && !entry.fields().equals(entry.fields().differenceWithBelow(field)))
                .map(ManagedFieldsEntry::manager)
                .findFirst()
                .orElse("nobody");
    }
}
