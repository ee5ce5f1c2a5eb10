package io.keelstream.planner.canary;

import io.keelstream.contracts.inventory.Inventory.Block;
import io.keelstream.contracts.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * A version that failed its canary, and that a bundle would begin again. Pure.
 *
 * @param workload reference of its workload
 * @param block what went wrong
 */
public record Culprit(String workload, Block block) {

    /**
     * The culprit that a bundle has.
     *
     * @param request what the records say; null where the policy asks for no trial
     * @return null where it has none, or is not for what Git asks for
     */
    public static @Nullable Culprit of(@Nullable TrialRequest request) {
        Block block = request == null ? null : request.history().block();
        return request != null
                        && block != null
                        && request.trigger() == Plan.Trigger.REVISION
                        && Workload.in(request) instanceof Workload.Choice.Found(Workload workload)
                        && block.approvable(request.desired().bundleDigest())
                        && block.blocks(TrialDigest.of(request, workload))
                        && !workload.settled(request)
                ? new Culprit(workload.reference().toString(), block)
                : null;
    }
}
