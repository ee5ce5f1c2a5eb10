package io.keelstream.applier.write;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.hold.StopSwitch;
import java.time.Instant;

/** What people put in the way of a write. Pure. */
public final class Obstacles {

    private Obstacles() {}

    /** A person holds the object still. */
    public static ObjectOutcome held(String reference, Instant until) {
        return new ObjectOutcome.Skipped(hold(reference, until));
    }

    /** The hold as a condition. */
    public static Problem hold(String reference, Instant until) {
        return Reason.HELD.problem(
                "is on hold until " + until + "; remove " + Annotations.HOLD_UNTIL + " to go on", reference);
    }

    /** A person stopped all writes to the cluster. */
    static ObjectOutcome stopped(String reference) {
        return new ObjectOutcome.Failed(
                Reason.STOPPED.problem(
                        "ConfigMap " + StopSwitch.CONFIG_MAP + " in namespace " + StopSwitch.NAMESPACE
                                + " stops all writes to this cluster; delete it to go on",
                        reference),
                false);
    }

    /** Another target was faster. */
    static ObjectOutcome foreign(String reference, String owner) {
        return new ObjectOutcome.Failed(
                Reason.FOREIGN_OWNER.problem("belongs to " + owner + "; remove it from one of the two", reference),
                false);
    }
}
