package io.keelstream.contracts.revision;

import java.util.List;

/**
 * A commit cannot be rendered for a target. The last good bundle stays desired.
 *
 * @param revision the commit
 * @param problems everything that is wrong, not only the first thing
 */
public record RevisionRejected(Revision revision, List<Problem> problems) {

    public RevisionRejected {
        problems = List.copyOf(problems);
    }
}
