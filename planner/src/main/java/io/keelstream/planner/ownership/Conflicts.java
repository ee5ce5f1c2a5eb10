package io.keelstream.planner.ownership;

import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.ownership.FieldManagers.Entry;
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
     * @param adoption managers whose fields are folded on purpose do not count
     */
    public static List<String> taken(Manifest before, Manifest after, Adoption adoption) {
        FieldManagers now = FieldManagers.of(after);
        FieldSet ours = now.ours();
        List<String> taken = new ArrayList<>();
        for (Entry entry : FieldManagers.of(before).entries()) {
            if (entry.ours() || adoption.covers(entry)) {
                continue;
            }
            FieldSet left = now.union(entry::same);
            entry.fields()
                    .intersection(ours)
                    .difference(left)
                    .forEach(path -> taken.add(path.pointer() + ": " + entry.manager()));
        }
        return taken.stream().sorted().toList();
    }

    /** Fields that Git dropped but that stay, because somebody else owns them too: pointer to manager. */
    public static Map<FieldPath, String> staying(Manifest before, Manifest after) {
        FieldManagers now = FieldManagers.of(after);
        FieldSet dropped = FieldManagers.of(before).ours().difference(now.ours());
        Map<FieldPath, String> staying = new TreeMap<>();
        if (!dropped.isEmpty()) {
            for (Entry entry : now.entries()) {
                if (!entry.ours()) {
                    dropped.intersection(entry.fields()).forEach(path -> staying.putIfAbsent(path, entry.manager()));
                }
            }
        }
        return staying;
    }
}
