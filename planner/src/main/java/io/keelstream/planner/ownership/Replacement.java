package io.keelstream.planner.ownership;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.FailedReplacement;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.health.RunToEnd;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.FieldOwners;
import io.keelstream.kubernetes.replacement.ReplaceRule;

/** Whether an object may be deleted and created again, because a field changed that cannot change in place. Pure. */
public sealed interface Replacement {

    /** It may. */
    record Allowed() implements Replacement {}

    /** It may not; the problem says why and what to do. */
    record Refused(Problem problem) implements Replacement {}

    GroupKind JOB = new GroupKind("batch", "Job");

    /**
     * Decides. Replacing deletes, so the facts of a deletion are asked for as well: our mark, our Apply entry, and the uid
     * in the inventory.
     *
     * @param subject the object
     * @param live the live object
     * @param kind how it was going to be written
     * @param why the server's words
     */
    static Replacement of(Subject subject, Manifest live, WriteKind kind, String why) {
        String where = subject.reference().toString();
        boolean job = subject.reference().groupKind().equals(JOB);
        boolean allowed = subject.changed().rules().replaceOnImmutable() || (job && RunToEnd.finished(live));
        if (!allowed) {
            return new Refused(
                    job
                            ? Reason.JOB_RUNNING.problem(
                                    "changed while it runs; it is replaced when it has finished, or now with the"
                                            + " annotation " + Annotations.REPLACE + ": on-immutable",
                                    where)
                            : Reason.IMMUTABLE_FIELD.problem(why + "; " + ReplaceRule.ADVICE, where));
        }
        InventoryObject known = subject.changed().known();
        if (known == null || !provenOurs(known, live, kind)) {
            return new Refused(Reason.IMMUTABLE_FIELD.problem(
                    why + "; it is not deleted, because it was not created by this target; delete it manually", where));
        }
        FailedReplacement failed =
                known.failedReplacement(subject.changed().desired().digest());
        return failed == null
                ? new Allowed()
                : new Refused(Reason.REPLACEMENT_FAILED.problem(failed.notAgain(), where));
    }

    private static boolean provenOurs(InventoryObject known, Manifest live, WriteKind kind) {
        return kind instanceof WriteKind.Update
                && (known.uid() == null || known.uid().equals(live.uid()))
                && FieldOwners.of(live).appliedByUs();
    }
}
