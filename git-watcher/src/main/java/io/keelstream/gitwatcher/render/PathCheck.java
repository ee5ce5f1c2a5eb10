package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.snapshot.Entry;
import org.jspecify.annotations.Nullable;

/** The problem of a target whose folder does not exist. A missing folder is an error, never a removal. Stateless. */
public final class PathCheck {

    private PathCheck() {}

    /**
     * The problem.
     *
     * @param found what is there instead; null where nothing is
     */
    public static Problem missing(Target target, @Nullable Entry found) {
        String what = found == null ? "does not exist" : "is not a folder";
        return Reason.PATH_NOT_FOUND.problem(
                "the path of target '" + target.name() + "', " + target.path() + ", " + what
                        + "; objects deployed from it stay. To remove the target, remove it from keelstream.yaml",
                target.path());
    }
}
