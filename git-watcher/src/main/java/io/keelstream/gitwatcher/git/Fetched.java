package io.keelstream.gitwatcher.git;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;

/** What a fetch brought. */
public sealed interface Fetched {

    /**
     * The commit is in the clone.
     *
     * @param revision what is said of it in events
     * @param snapshot its files
     * @param rewritten whether the ref's earlier commit is no ancestor of it: a forced push
     */
    record Commit(Revision revision, CommitSnapshot snapshot, boolean rewritten) implements Fetched {}

    /** It is not. */
    record Failed(Problem problem) implements Fetched {}
}
