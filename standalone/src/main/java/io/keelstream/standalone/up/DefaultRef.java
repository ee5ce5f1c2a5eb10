package io.keelstream.standalone.up;

import io.keelstream.cli.CommandFailure;
import io.keelstream.gitwatcher.git.ObjectFormats;
import io.keelstream.gitwatcher.git.WantedRef;
import java.util.Collection;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.jspecify.annotations.Nullable;

/** Finds the ref to deploy where none is given: what the repository's HEAD points to. */
final class DefaultRef {

    private static final int TIMEOUT_SECONDS = 10;

    private DefaultRef() {}

    /** The full name of the ref; a short name is a branch. */
    static String of(String url, @Nullable String named) {
        String unsupported = ObjectFormats.problemOf(url);
        if (unsupported != null) {
            throw CommandFailure.wrongUse(unsupported);
        }
        if (named != null) {
            return WantedRef.full(named);
        }
        try {
            Collection<Ref> refs = Git.lsRemoteRepository()
                    .setRemote(url)
                    .setTimeout(TIMEOUT_SECONDS)
                    .call();
            for (Ref ref : refs) {
                if (ref.getName().equals(Constants.HEAD) && ref.isSymbolic()) {
                    return ref.getTarget().getName();
                }
            }
            throw CommandFailure.wrongUse(
                    "the HEAD of " + url + " does not point to a branch. Name the branch with --ref");
        } catch (GitAPIException e) {
            String format = ObjectFormats.problemOf(url, e);
            if (format != null) {
                throw CommandFailure.wrongUse(format);
            }
            throw CommandFailure.unreachable("cannot read the repository " + url + ": " + e.getMessage());
        }
    }
}
