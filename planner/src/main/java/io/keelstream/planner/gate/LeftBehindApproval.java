package io.keelstream.planner.gate;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.kubernetes.annotation.Annotations;
import java.time.Duration;
import java.util.List;

/**
 * What has the target's mark while no record says that the target applied it is listed and waits. Pure.
 *
 * @param lookAgain how soon to look again
 */
record LeftBehindApproval(Duration lookAgain) implements Gate {

    @Override
    public List<Objection> check(PlanDraft draft) {
        List<InventoryObject> left = draft.unrecorded().leftBehind();
        return left.isEmpty()
                ? List.of()
                : List.of(new Objection(
                        Reason.LEFT_BEHIND,
                        null,
                        "restore in Git, delete manually, or annotate " + Annotations.PRUNE + "=disabled to keep, "
                                + Names.of(left),
                        "they have this target's mark, but are neither in Git nor in a record, which happens when Kafka"
                                + " is lost",
                        lookAgain));
    }
}
