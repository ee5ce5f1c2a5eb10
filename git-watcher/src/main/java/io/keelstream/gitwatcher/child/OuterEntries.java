package io.keelstream.gitwatcher.child;

import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Of the entries that a renderer reads, those to write out. Pure. */
final class OuterEntries {

    private OuterEntries() {}

    /**
     * The folders and files, without those that are inside another one.
     *
     * @param found every entry by its path
     */
    static List<Entry> of(SortedMap<String, Entry> found) {
        List<Entry> outer = new ArrayList<>();
        for (Entry entry : found.values()) {
            if (outer.stream().noneMatch(each -> Paths.isWithin(each.path(), entry.path()))) {
                outer.add(entry);
            }
        }
        return outer;
    }
}
