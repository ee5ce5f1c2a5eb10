package io.keelstream.planner.reconcile;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.planner.plan.Basis;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans that say why there is no plan. Pure. */
final class ProblemPlans {

    /** Of a plan that no commit led to. */
    static final Revision UNKNOWN = new Revision("", "", "", "", "", Instant.EPOCH);

    private ProblemPlans() {}

    /** A plan without actions that tells one problem. */
    static Plan plan(Basis basis, State state, Problem problem, Instant now) {
        return new Plan(
                basis.id(),
                state,
                basis.trigger(),
                basis.desired().revision(),
                basis.desired().removed(),
                basis.desired().cluster(),
                null,
                basis.desired().namespace(),
                basis.desired().bundleDigest(),
                basis.sequence(),
                basis.attempt(),
                null,
                "",
                List.of(),
                0,
                List.of(),
                List.of(problem),
                List.of(),
                now,
                0);
    }

    /** A plan for a target whose desired state cannot be read; what was published before lends what is known of it. */
    static Plan unreadable(String id, @Nullable Plan published, Problem problem, Instant now) {
        return new Plan(
                id,
                State.FAILED,
                Plan.Trigger.REVISION,
                published == null ? UNKNOWN : published.revision(),
                false,
                published == null ? "" : published.cluster(),
                null,
                published == null ? "" : published.namespace(),
                published == null ? "" : published.bundleDigest(),
                published == null ? 0 : published.inventorySequence(),
                0,
                null,
                "",
                List.of(),
                0,
                List.of(),
                List.of(problem),
                List.of(),
                now,
                0);
    }
}
