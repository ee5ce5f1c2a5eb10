package io.keelstream.gitwatcher.snapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One path that is not the same in two commits. Folders are entered only where their ids differ, so the cost of finding all
 * differences depends on what changed, not on the size of the tree.
 *
 * @param path path of a file, a link or a submodule
 * @param before the entry before; null where it is new
 * @param after the entry now; null where it is gone
 */
public record Difference(
        String path, @Nullable Entry before, @Nullable Entry after) {

    /** Every differing path below the root, in no particular order. */
    public static List<Difference> between(Snapshot before, Snapshot after) {
        List<Difference> differences = new ArrayList<>();
        compare(before, before.root(), after, after.root(), differences);
        return differences;
    }

    private static void compare(
            Snapshot before, @Nullable Entry old, Snapshot after, @Nullable Entry now, List<Difference> found) {
        if (old != null && now != null && old.id().equals(now.id()) && old.kind() == now.kind()) {
            return;
        }
        boolean oldFolder = old != null && old.isFolder();
        boolean nowFolder = now != null && now.isFolder();
        if ((old != null && !oldFolder) || (now != null && !nowFolder)) {
            Entry any = now == null ? old : now;
            if (any != null) {
                found.add(new Difference(any.path(), oldFolder ? null : old, nowFolder ? null : now));
            }
        }
        if (oldFolder || nowFolder) {
            Map<String, Entry> oldEntries = byName(before, oldFolder ? old : null);
            Map<String, Entry> newEntries = byName(after, nowFolder ? now : null);
            newEntries.forEach((name, entry) -> compare(before, oldEntries.get(name), after, entry, found));
            oldEntries.forEach((name, entry) -> {
                if (!newEntries.containsKey(name)) {
                    compare(before, entry, after, null, found);
                }
            });
        }
    }

    private static Map<String, Entry> byName(Snapshot snapshot, @Nullable Entry folder) {
        Map<String, Entry> entries = new HashMap<>();
        if (folder != null) {
            snapshot.list(folder).forEach(entry -> entries.put(entry.name(), entry));
        }
        return entries;
    }
}
