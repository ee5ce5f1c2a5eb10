package io.keelstream.gitwatcher.git;

import io.keelstream.contracts.revision.Problem;
import org.eclipse.jgit.lib.ObjectId;

/** The result of reading a ref. */
public sealed interface Look {

    /**
     * The ref exists.
     *
     * @param ref its full name, also where {@code HEAD} is configured
     * @param commit what it points to
     */
    record At(String ref, ObjectId commit) implements Look {}

    /** The ref could not be read. Nothing may be concluded from that. */
    record Failed(Problem problem) implements Look {}
}
