package io.keelstream.gitwatcher.git;

import io.keelstream.contracts.revision.Problem;
import org.eclipse.jgit.lib.ObjectId;

/** What a look at a ref found. */
public sealed interface Look {

    /**
     * The ref is there.
     *
     * @param ref its full name, also where the installation says {@code HEAD}
     * @param commit what it points to
     */
    record At(String ref, ObjectId commit) implements Look {}

    /** It could not be seen. Nothing may be concluded from that. */
    record Failed(Problem problem) implements Look {}
}
