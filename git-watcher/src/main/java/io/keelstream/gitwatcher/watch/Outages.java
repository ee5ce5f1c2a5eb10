package io.keelstream.gitwatcher.watch;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.util.Set;

/** Distinguishes problems of reaching a ref from problems of its content: the former end by themselves. Stateless. */
final class Outages {

    private static final Set<String> REASONS = Set.of(
            Reason.REPOSITORY_UNREACHABLE.label(),
            Reason.REPOSITORY_UNAUTHORIZED.label(),
            Reason.OBJECT_FORMAT.label(),
            Reason.REF_NOT_FOUND.label(),
            Reason.TRANSFER_TOO_LARGE.label(),
            Reason.UNREADABLE_COMMIT.label(),
            Reason.INTERNAL.label());

    private Outages() {}

    static boolean is(Problem problem) {
        return REASONS.contains(problem.reason());
    }
}
