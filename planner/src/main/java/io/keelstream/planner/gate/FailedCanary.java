package io.keelstream.planner.gate;

import io.keelstream.contracts.inventory.Inventory.Block;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.planner.canary.Culprit;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change that still has the version whose canary failed waits for a person: what else it changes may be the remedy, and no record
 * says so. The bundle that failed itself does not come so far. Pure.
 *
 * @param culprit the version that failed; null where the change has none
 * @param lookAgain how soon to look again
 */
public record FailedCanary(@Nullable Culprit culprit, Duration lookAgain) implements Gate {

    @Override
    public List<Objection> check(PlanDraft draft) {
        if (culprit == null || !draft.begins()) {
            return List.of();
        }
        Block block = culprit.block();
        return List.of(new Objection(
                Reason.CANARY_FAILED,
                culprit.workload(),
                "change or revert it, which releases the rest of the commit",
                "it failed its canary with commit " + Revision.shortened(block.commit()) + ": " + block.cause(),
                lookAgain));
    }
}
