package io.keelstream.gitwatcher.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one commit. Immutable in effect and thread-safe: the same call always returns the same result. Every
 * method throws {@link UnreadableSnapshotException} when the store does not hold what it should; that never counts as
 * absence. One that the store holds and that is no such thing throws {@link MalformedEntryException}.
 */
public interface Snapshot {

    /** The entry of the repository's root folder. */
    Entry root();

    /** The entry at a path; null where there is none. Links on the way are not followed, so nothing is below one. */
    @Nullable
    Entry find(String path);

    /** The names in a folder, in Git's order. */
    List<Entry> list(Entry folder);

    /** The size of a file; bytes. */
    long size(Entry file);

    /** The content of a file or, for a link, the text of where it points to. */
    byte[] read(Entry file);
}
