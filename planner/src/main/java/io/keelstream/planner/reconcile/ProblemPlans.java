package io.keelstream.planner.reconcile;

import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.Mode;
import io.keelstream.contracts.plan.Plan.Readiness;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.Plan.Timing;
import io.keelstream.contracts.plan.Plan.Work;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.retry.Backoff;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.planner.plan.PlanRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans that say why there is no plan. Pure. */
final class ProblemPlans {

    /** Of a plan that no commit led to. */
    static final Revision UNKNOWN = new Revision("", "", "", "", "", Instant.EPOCH);

    private static final Plan.Bundle NO_BUNDLE = new Plan.Bundle("", UNKNOWN, TargetPolicy.DEFAULT, Map.of(), Map.of());

    private static final Placement NOWHERE = new Placement("", null, "");

    private ProblemPlans() {}

    /** A plan without actions, for one problem. */
    static Plan plan(PlanRequest request, State state, Problem problem, Instant now) {
        return request.plan(null, Readiness.of(state, problem), Work.NONE, new Timing(now, 0));
    }

    /** A plan of what is not begun, with what else is to be said. */
    static Plan held(PlanRequest request, Problem why, List<Problem> warnings, Instant now) {
        Readiness readiness = new Readiness(State.BLOCKED, null, List.of(why), warnings);
        return request.plan(null, readiness, Work.NONE, new Timing(now, 0));
    }

    /** A plan that there is nothing to do now, beside the release that runs. */
    static Plan nothing(PlanRequest request, Instant now) {
        Readiness readiness = new Readiness(State.UNCHANGED, null, List.of(), List.of());
        return request.plan(null, readiness, Work.NONE, new Timing(now, 0));
    }

    /**
     * A plan that is made when the running trial has ended.
     *
     * @param canary what it would put on trial; null where it ends the running trial
     */
    static Plan trialRuns(PlanRequest request, @Nullable CanaryPlan canary, Instant now) {
        Problem problem = Reason.CANARY_RUNNING.problem(
                canary == null
                        ? "the running canary is taken back first; this commit is planned then"
                        : "another version is on trial; this commit is planned when that trial has ended."
                                + " keelstream abort " + request.target() + " ends it",
                request.target());
        Work work = new Work(Work.NONE.changeDigest(), List.of(), Work.NONE.unchanged(), List.of(), canary);
        return request.plan(null, Readiness.of(State.BLOCKED, problem), work, new Timing(now, 0));
    }

    /** A plan that could not be made, because the planner has a fault; it is tried again. */
    static Plan internal(PlanRequest request, RuntimeException fault, Instant now) {
        Problem problem = Reason.INTERNAL.problem(
                "planning failed with " + fault.getClass().getSimpleName()
                        + ", which is a fault of Keelstream: see the planner's log and report it. It is tried again",
                request.target());
        Instant notBefore = Backoff.TARGET.next(request.origin().attempt() + 1, request.target(), now);
        Readiness readiness = new Readiness(State.FAILED, notBefore, List.of(problem), List.of());
        return request.plan(null, readiness, Work.NONE, new Timing(now, 0));
    }

    /** A plan for a target whose desired state cannot be read; what was published before lends what is known of it. */
    static Plan unreadable(String id, @Nullable Plan published, Problem problem, Instant now) {
        Plan.Origin origin = new Plan.Origin(
                Mode.APPLY,
                Plan.Trigger.REVISION,
                published == null ? "" : published.origin().forDesired(),
                published == null ? 0 : published.inventorySequence(),
                0);
        return new Plan(
                id,
                origin,
                published == null ? NO_BUNDLE : published.bundle(),
                published == null ? NOWHERE : published.placement().on(published.cluster(), null),
                Readiness.of(State.FAILED, problem),
                Work.NONE,
                new Timing(now, 0));
    }
}
