package io.keelstream.planner.gate;

import io.keelstream.contracts.problem.Reason;
import java.time.Duration;
import java.util.List;

/**
 * Taking away a whole target, or what it left on a former cluster, waits unless its last policy in Git says otherwise. Pure.
 *
 * @param lookAgain how soon to look again
 */
record RemovalApproval(Duration lookAgain) implements Gate {

    @Override
    public List<Objection> check(PlanDraft draft) {
        if (draft.keepsBundle() || draft.deletions().isEmpty()) {
            return List.of();
        }
        return switch (draft.desired().policy().onRemoval()) {
            case ORPHAN, PRUNE -> List.of();
            case CONFIRM, UNKNOWN ->
                List.of(new Objection(
                        Reason.REMOVAL_CONFIRM,
                        null,
                        "restore the target in Git, which lost it, and remove it again with onRemoval: prune to delete,"
                                + " or orphan to leave, " + Names.of(draft.deletions()),
                        "policy.onRemoval is confirm, so they stay until then",
                        lookAgain));
        };
    }
}
