package io.keelstream.applier.release;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.util.Set;

/** What ends by itself, or when a person says so: no fault of what is being released. */
public final class Passing {

    private static final Set<Reason> REASONS = Set.of(
            Reason.STOPPED,
            Reason.HELD,
            Reason.CLUSTER_UNREACHABLE,
            Reason.CLUSTER_BUSY,
            Reason.DEPENDENCY_UNAVAILABLE);

    private Passing() {}

    /** Whether the same write may succeed later without a change in Git. */
    public static boolean is(Problem problem) {
        return REASONS.stream().anyMatch(each -> each.is(problem));
    }
}
