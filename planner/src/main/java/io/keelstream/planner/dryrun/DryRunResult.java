package io.keelstream.planner.dryrun;

import io.keelstream.planner.plan.Findings;
import io.keelstream.planner.plan.PlanRequest;

/** What came of asking a cluster. */
public sealed interface DryRunResult {

    /**
     * Everything was found out.
     *
     * @param request what was asked, with the changes that hold for the cluster as it is
     * @param findings the answers
     */
    record Complete(PlanRequest request, Findings findings) implements DryRunResult {}

    /** The server, or something behind it, does not answer now; nothing is known. */
    record Unreachable(String why) implements DryRunResult {}
}
