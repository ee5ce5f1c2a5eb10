package io.keelstream.gitwatcher.submodule;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The submodules of a commit. Immutable; thread-safe.
 *
 * @param here those whose files are here, by the paths at which they are
 * @param absent why the others are not, by their paths
 */
record Mounts(SortedMap<String, Mount> here, SortedMap<String, Problem> absent) {

    /** A commit without any. */
    static final Mounts NONE = new Mounts(Collections.emptySortedMap(), Collections.emptySortedMap());

    Mounts {
        here = Collections.unmodifiableSortedMap(new TreeMap<>(here));
        absent = Collections.unmodifiableSortedMap(new TreeMap<>(absent));
    }

    /**
     * A submodule whose files are here.
     *
     * @param commit the commit that the repository names
     * @param files its files
     */
    record Mount(String commit, Snapshot files) {}

    /** The files of the commit with those of its submodules in their places. */
    Snapshot over(Snapshot files) {
        return here.isEmpty() && absent.isEmpty() ? files : new MountedSnapshot(files, here, absent);
    }

    /**
     * The same for a commit of before. Where it names the same commits, their files are known; its other submodules are submodules, and so
     * are not the same as what is here now.
     */
    Snapshot overEarlier(Snapshot files) {
        SortedMap<String, Mount> same = new TreeMap<>();
        for (Map.Entry<String, Mount> each : here.entrySet()) {
            Entry entry = files.find(each.getKey());
            if (entry != null
                    && isSubmodule(entry, each.getKey())
                    && entry.id().equals(each.getValue().commit())) {
                same.put(each.getKey(), each.getValue());
            }
        }
        return same.isEmpty() ? files : new MountedSnapshot(files, same, Collections.emptySortedMap());
    }

    /** Whether the entry that was found at a path is a submodule there, and not one around it. */
    static boolean isSubmodule(@Nullable Entry entry, String path) {
        return entry != null
                && entry.kind() == Entry.Kind.SUBMODULE
                && entry.path().equals(path);
    }
}
