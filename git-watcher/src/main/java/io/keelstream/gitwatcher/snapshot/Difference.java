package io.keelstream.gitwatcher.snapshot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /**
     * So many entries are compared at most. The same folder may be in a tree in many places, so few bytes of a repository may be
     * differences without number.
     */
    private static final int MOST_COMPARED = 200_000;

    /** Every differing path below the root, in no particular order; empty where there are too many to find, or a folder is none. */
    public static Optional<List<Difference>> between(Snapshot before, Snapshot after) {
        List<Difference> differences = new ArrayList<>();
        Comparison comparison = new Comparison(before, after, differences);
        try {
            return comparison.compare(before.root(), after.root()) ? Optional.of(differences) : Optional.empty();
        } catch (MalformedEntryException e) {
            return Optional.empty();
        }
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

    /** The walk of two commits at once; each step is false where it stopped because there is too much to compare. */
    private static final class Comparison {

        private final Snapshot before;
        private final Snapshot after;
        private final List<Difference> found;
        private int compared;

        Comparison(Snapshot before, Snapshot after, List<Difference> found) {
            this.before = before;
            this.after = after;
            this.found = found;
        }

        boolean compare(@Nullable Entry old, @Nullable Entry now) {
            if (old != null && now != null && old.id().equals(now.id()) && old.kind() == now.kind()) {
                return true;
            }
            if (++compared > MOST_COMPARED) {
                return false;
            }
            Entry oldFolder = old != null && old.isFolder() ? old : null;
            Entry nowFolder = now != null && now.isFolder() ? now : null;
            Entry oldFile = oldFolder == null ? old : null;
            Entry nowFile = nowFolder == null ? now : null;
            Entry any = nowFile == null ? oldFile : nowFile;
            if (any != null) {
                found.add(new Difference(any.path(), oldFile, nowFile));
            }
            return compare(list(before, oldFolder), list(after, nowFolder));
        }

        private static List<Entry> list(Snapshot snapshot, @Nullable Entry folder) {
            return folder == null ? List.of() : snapshot.list(folder);
        }

        private boolean compare(List<Entry> old, List<Entry> now) {
            int start = sameAtTheStart(old, now);
            int end = sameAtTheStart(
                    old.subList(start, old.size()).reversed(),
                    now.subList(start, now.size()).reversed());
            Map<String, Entry> oldEntries = byPath(old.subList(start, old.size() - end));
            Map<String, Entry> newEntries = byPath(now.subList(start, now.size() - end));
            return newEntries.entrySet().stream()
                            .allMatch(each -> compare(oldEntries.get(each.getKey()), each.getValue()))
                    && oldEntries.entrySet().stream()
                            .filter(each -> !newEntries.containsKey(each.getKey()))
                            .allMatch(each -> compare(each.getValue(), null));
        }
    }
}
