package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.snapshot.Entry;
import org.jspecify.annotations.Nullable;

/** What is said of a target whose folder is not there. A vanished folder is a mistake, never a removal. Stateless. */
final class PathCheck {

    private PathCheck() {}

    static Problem missing(Target target, @Nullable Entry found) {
        String what = found == null ? "does not exist" : "is not a folder";
        return Reason.PATH_NOT_FOUND.problem(
                "the path of target '" + target.name() + "', " + target.path() + ", " + what
                        + "; what was deployed from it stays. To remove the target, remove it from keelstream.yaml",
                target.path());
    }
}
