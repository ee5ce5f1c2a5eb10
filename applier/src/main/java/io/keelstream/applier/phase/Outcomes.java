package io.keelstream.applier.phase;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.messaging.partition.PartitionLostException;

/** Outcomes of writes outside a wave. */
final class Outcomes {

    private Outcomes() {}

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
