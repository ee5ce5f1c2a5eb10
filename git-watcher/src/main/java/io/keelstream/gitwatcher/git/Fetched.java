package io.keelstream.gitwatcher.git;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;

/** The result of a fetch. */
public sealed interface Fetched {

    /**
     * The commit is in the clone.
     *
     * @param revision the revision in events
     * @param snapshot its files
     * @param rewritten whether the ref's earlier commit is no ancestor of it: a forced push
     * @param history the commits behind it
     */
    record Commit(Revision revision, CommitSnapshot snapshot, boolean rewritten, History history) implements Fetched {}

    /** The commit is not in the clone. */
    record Failed(Problem problem) implements Fetched {}
}
