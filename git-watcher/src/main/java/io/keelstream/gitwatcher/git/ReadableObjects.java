package io.keelstream.gitwatcher.git;

import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectChecker;
import org.jspecify.annotations.Nullable;

/**
 * Lets every object in that can be read at all, as Git does: old histories are full of commits without an author and trees
 * with strange modes, and none of them does harm. What would is refused where it is read, see {@link CommitSnapshot}. That a
 * checker is there keeps JGit's check that nothing is missing from what was fetched.
 */
final class ReadableObjects extends ObjectChecker {

    @Override
    public void check(@Nullable AnyObjectId id, int type, byte[] content) {
        // the transfer compares names with contents; nothing else is asked of an object here
    }
}
