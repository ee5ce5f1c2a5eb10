package io.keelstream.planner.dryrun;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.planner.plan.Findings;
import io.keelstream.planner.plan.PlanRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of asking a cluster. */
public sealed interface DryRunResult {

    /**
     * Everything was found out.
     *
     * @param request what was asked, with the changes that hold for the cluster as it is
     * @param findings the answers
     */
    record Complete(PlanRequest request, Findings findings) implements DryRunResult {}

    /** The cluster was opened a moment ago; whoever asks is woken when it is known, and when it does not answer. */
    record NotKnown() implements DryRunResult {}

    /**
     * There is no answer to be had now; nothing is known.
     *
     * @param problem why
     * @param since since when the server does not answer at all; null where it answers
     */
    record Unanswered(Problem problem, @Nullable Instant since) implements DryRunResult {}
}
