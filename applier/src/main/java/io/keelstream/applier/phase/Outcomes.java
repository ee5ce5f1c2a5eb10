package io.keelstream.applier.phase;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.messaging.partition.PartitionLostException;
import java.util.Set;

/** Outcomes of writes outside a wave. */
final class Outcomes {

    /** What ends by itself, or when a person says so: no fault of what is being released. */
    private static final Set<Reason> PASSING = Set.of(Reason.STOPPED, Reason.HELD, Reason.CLUSTER_UNREACHABLE);

    private Outcomes() {}

    /** Whether the same write may succeed later without a change in Git. */
    static boolean passing(Problem problem) {
        return PASSING.stream().anyMatch(each -> each.is(problem));
    }

    /**
     * The same outcome.
     *
     * @throws PartitionLostException when nothing was sent since the partition is another process's
     */
    static ObjectOutcome own(ObjectOutcome outcome) {
        if (outcome instanceof ObjectOutcome.Failed failed && Reason.NOT_OWNER.is(failed.problem())) {
            throw new PartitionLostException("the partition was lost while an object of a trial was being written");
        }
        return outcome;
    }
}
