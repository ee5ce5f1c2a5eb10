package io.keelstream.applier.write;

import io.keelstream.applier.live.OnHold;
import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.health.Termination;
import io.keelstream.kubernetes.hold.StopSwitch;
import io.keelstream.kubernetes.object.ControllerReference;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Why an object cannot be written now. Pure. */
public final class Obstacles {

    private Obstacles() {}

    /** The object is on hold. */
    static ObjectOutcome held(String reference, Instant until) {
        return new ObjectOutcome.Skipped(OnHold.problem(reference, until));
    }

    /** All writes to the cluster are stopped. */
    static ObjectOutcome.Failed stopped(String reference) {
        return new ObjectOutcome.Failed(
                Reason.STOPPED.problem(
                        "ConfigMap " + StopSwitch.CONFIG_MAP + " in namespace " + StopSwitch.NAMESPACE
                                + " stops all writes to this cluster; delete it to continue",
                        reference),
                false);
    }

    /** The cluster has not said in time whether writes to it are stopped. */
    static ObjectOutcome.Failed stopUnknown(String reference) {
        return new ObjectOutcome.Failed(
                Reason.CLUSTER_UNREACHABLE.problem(
                        "the cluster has not said yet whether ConfigMap " + StopSwitch.CONFIG_MAP + " in namespace "
                                + StopSwitch.NAMESPACE + " stops all writes to it",
                        reference),
                false);
    }

    /** Another target owns it by now. */
    static ObjectOutcome foreign(String reference, String owner) {
        return new ObjectOutcome.Failed(
                Reason.FOREIGN_OWNER.problem("belongs to " + owner + "; remove it from one of the two", reference),
                false);
    }

    /** Another object controls it by now. */
    static ObjectOutcome controlled(String reference, ControllerReference controller) {
        return new ObjectOutcome.Failed(
                Reason.CONTROLLED.problem(
                        "is controlled by " + controller + ", so it is not ours to change; remove it from Git",
                        reference),
                false);
    }

    /** The object that was planned for was deleted, and there is another one under its name. */
    static ObjectOutcome recreated(String reference) {
        return new ObjectOutcome.Failed(
                Reason.CONFLICT.problem(
                        "was deleted and created again since it was planned; the target is planned again", reference),
                false);
    }

    /**
     * The object is being deleted, and that is not at its end.
     *
     * @param live the object as last seen; null where it was not
     */
    public static Problem terminating(String reference, @Nullable Manifest live) {
        return Reason.OBJECT_TERMINATING.problem(Termination.text(live), reference);
    }
}
