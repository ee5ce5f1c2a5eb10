package io.keelstream.planner.canary;

import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.util.List;

/** What the records alone say of a trial; most plans end here, and no cluster is asked. Pure. */
public sealed interface Screening {

    /** It is decided. */
    record Decided(CanaryDecision decision) implements Screening {}

    /**
     * A trial, unless what is live stands against it.
     *
     * @param workload what is put on trial
     * @param digest its trial digest
     */
    record Candidate(Workload workload, String digest) implements Screening {}

    /** Looks at the records. */
    static Screening of(TrialRequest request) {
        boolean begins = request.trigger() == Plan.Trigger.REVISION || request.rehearses();
        return switch (Workload.in(request)) {
            case Workload.Choice.None(var problem) ->
                new Decided(begins ? new CanaryDecision.Blocked(List.of(problem)) : new CanaryDecision.None());
            case Workload.Choice.Found(Workload workload) -> {
                String digest = TrialDigest.of(request, workload);
                List<Problem> misnamed = begins ? Followers.misnamed(request, workload) : List.of();
                if (!misnamed.isEmpty()) {
                    yield new Decided(new CanaryDecision.Blocked(misnamed));
                }
                yield switch (request.trigger()) {
                    case REVISION -> screen(request, workload, digest);
                    case REHEARSAL -> new Candidate(workload, digest);
                    case DRIFT -> ordinary(digest, "this corrects drift");
                    case ROLLBACK -> ordinary(digest, "this is a rollback");
                    case UNKNOWN -> ordinary(digest, "no commit led to this release");
                };
            }
        };
    }

    private static Screening screen(TrialRequest request, Workload workload, String digest) {
        if (workload.settled(request)) {
            return new Decided(new CanaryDecision.Ordinary(digest, null));
        }
        Inventory.Block block = request.history().block();
        if (block != null
                && block.blocks(digest)
                && !block.approvable(request.desired().bundleDigest())) {
            return new Decided(new CanaryDecision.Blocked(List.of(Reason.CANARY_FAILED.problem(
                    "is blocked since commit " + commit(block) + ": " + block.cause()
                            + "; push a change, revert, or run keelstream retry",
                    workload.reference().toString()))));
        }
        if (block == null && workload.written(request)) {
            return new Decided(new CanaryDecision.Ordinary(digest, null));
        }
        List<String> healthy = request.history().healthyTrials();
        if (!healthy.isEmpty() && healthy.getFirst().equals(digest)) {
            return new Decided(new CanaryDecision.Ordinary(digest, null));
        }
        if (healthy.contains(digest) || request.origin().revert() != null) {
            return ordinary(digest, "this version was healthy here before");
        }
        if (request.applied(workload.reference()) == null) {
            return ordinary(digest, "this is the first release of " + workload.reference());
        }
        String waived = request.origin().withoutTrial();
        return waived == null
                ? new Candidate(workload, digest)
                : new Decided(new CanaryDecision.Ordinary(
                        digest, "it is released without a trial, as decided " + waived, true));
    }

    private static Screening ordinary(String digest, String reason) {
        return new Decided(new CanaryDecision.Ordinary(digest, reason));
    }

    private static String commit(Inventory.Block block) {
        return block.commit().length() > 12 ? block.commit().substring(0, 12) : block.commit();
    }
}
