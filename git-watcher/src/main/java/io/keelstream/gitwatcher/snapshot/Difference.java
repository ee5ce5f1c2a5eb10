package io.keelstream.gitwatcher.snapshot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        Entry oldFolder = old != null && old.isFolder() ? old : null;
        Entry nowFolder = now != null && now.isFolder() ? now : null;
        Entry oldFile = oldFolder == null ? old : null;
        Entry nowFile = nowFolder == null ? now : null;
        Entry any = nowFile == null ? oldFile : nowFile;
        if (any != null) {
            found.add(new Difference(any.path(), oldFile, nowFile));
        }
        compare(before, list(before, oldFolder), after, list(after, nowFolder), found);
    }

    private static List<Entry> list(Snapshot snapshot, @Nullable Entry folder) {
        return folder == null ? List.of() : snapshot.list(folder);
    }

    private static void compare(
            Snapshot before, List<Entry> old, Snapshot after, List<Entry> now, List<Difference> found) {
        int start = sameAtTheStart(old, now);
        int end = sameAtTheStart(
                old.subList(start, old.size()).reversed(),
                now.subList(start, now.size()).reversed());
        Map<String, Entry> oldEntries = byPath(old.subList(start, old.size() - end));
        Map<String, Entry> newEntries = byPath(now.subList(start, now.size() - end));
        newEntries.forEach((path, entry) -> compare(before, oldEntries.get(path), after, entry, found));
        oldEntries.forEach((path, entry) -> {
            if (!newEntries.containsKey(path)) {
                compare(before, entry, after, null, found);
            }
        });
    }

    /** Git's order is the same in both, so most of a folder is passed over without a look at each name. */
    private static int sameAtTheStart(List<Entry> was, List<Entry> is) {
        int shorter = Math.min(was.size(), is.size());
        for (int index = 0; index < shorter; index++) {
            if (!was.get(index).equals(is.get(index))) {
                return index;
            }
        }
        return shorter;
    }

    private static Map<String, Entry> byPath(List<Entry> folder) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        folder.forEach(entry -> entries.put(entry.path(), entry));
        return entries;
    }
}
