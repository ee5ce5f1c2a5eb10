package io.keelstream.gitwatcher.snapshot;

import io.keelstream.contracts.revision.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of one commit. Immutable in effect and thread-safe: the same call always returns the same result. Every
 * method throws {@link UnreadableSnapshotException} when the store does not hold what it should; that never counts as
 * absence. One that the store holds and that is no such thing throws {@link MalformedEntryException}.
 */
public interface Snapshot {

    /** The entry of the repository's root folder. */
    Entry root();

    /**
     * The entry at a path; null where there is none. Links on the way are not followed, so nothing is below one. Of a path in a submodule
     * whose files are not here it is the submodule: what is there is not known.
     */
    @Nullable
    Entry find(String path);

    /** The names in a folder, in Git's order. */
    List<Entry> list(Entry folder);

    /** The size of a file; bytes. */
    long size(Entry file);

    /** The content of a file or, for a link, the text of where it points to. */
    byte[] read(Entry file);

    /** Why submodules are not here whose files should be, by their paths; others are not read at all. */
    default Map<String, Problem> absent() {
        return Map.of();
    }

    /** Whether the entry is of a submodule, and so of another repository. */
    default boolean isMounted(Entry entry) {
        return false;
    }
}
