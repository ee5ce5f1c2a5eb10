package io.keelstream.planner.reconcile;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.planner.dryrun.DryRunResult;
import io.keelstream.planner.gate.Gates;
import io.keelstream.planner.gate.Objection;
import io.keelstream.planner.plan.Assembly;
import io.keelstream.planner.plan.Findings;
import io.keelstream.planner.plan.PlanRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From what was found out, or could not be, to the plan and the time of the next look. Thread-safe. */
final class PlanOutcome {

    private static final Logger LOG = LoggerFactory.getLogger(PlanOutcome.class);

    private final TargetPlannerSettings settings;
    private final Clock clock;
    private final Gates gates;
    private final UnreachableBackoff unreachable = new UnreachableBackoff();

    PlanOutcome(TargetPlannerSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.gates = new Gates(settings.lookAgain());
    }

    /** A cluster was asked. */
    Evaluation of(PlanRequest request, @Nullable Plan published, DryRunResult result, Instant started) {
        return switch (result) {
            case DryRunResult.Unreachable(String why) -> waitForAnswer(request, published, why, started);
            case DryRunResult.Complete(PlanRequest certain, Findings findings) -> planned(certain, findings, started);
        };
    }

    /** Everything is known. */
    Evaluation planned(PlanRequest request, Findings findings, Instant started) {
        unreachable.answered(request.target());
        Assembly assembly = Assembly.of(request, findings);
        List<Objection> objections = gates.check(assembly.draft());
        Plan plan = assembly.plan(objections, started, clock.instant());
        return Evaluation.of(plan, again(plan, objections)).before(HoldEnds.first(findings));
    }

    /** When a plan is worth another look although none of its records changed. */
    private @Nullable Instant again(Plan plan, List<Objection> objections) {
        Instant now = clock.instant();
        return switch (plan.state()) {
            case READY, UNCHANGED, UNKNOWN -> null;
            case FAILED -> plan.notBefore();
            case BLOCKED -> now.plus(settings.lookAgain());
            case AWAITING_APPROVAL ->
                objections.stream()
                        .map(each -> now.plus(each.lookAgain()))
                        .min(Instant::compareTo)
                        .orElse(null);
        };
    }

    /** A dry run gives up after the client's whole budget, so what it waited counts. */
    private Evaluation waitForAnswer(PlanRequest request, @Nullable Plan published, String why, Instant started) {
        Instant now = clock.instant();
        Instant report = unreachable.failed(request.target(), started).plus(settings.unreachableAfter());
        Instant again = unreachable.again(request.target(), now);
        if (report.isAfter(now)) {
            return Evaluation.later(again.isBefore(report) ? again : report);
        }
        Plan plan = ProblemPlans.plan(
                request,
                State.BLOCKED,
                Reason.CLUSTER_UNREACHABLE.problem(
                        "cluster " + request.cluster() + " is unreachable; planning resumes when it answers: " + why,
                        null),
                now);
        boolean reported = published != null
                && published.id().equals(plan.id())
                && published.problems().stream().anyMatch(Reason.CLUSTER_UNREACHABLE::is);
        return reported ? Evaluation.later(again) : Evaluation.of(plan, again);
    }

    /** The clusters that have to be asked about a forgotten target do not answer. */
    Evaluation unanswered(String target, Instant now) {
        unreachable.failed(target, now);
        return Evaluation.later(unreachable.again(target, now));
    }

    /** Nothing of the target is left. */
    Evaluation gone(String target) {
        unreachable.answered(target);
        return Evaluation.WITHDRAW;
    }

    /** The installation does not know the cluster. */
    Evaluation unknownCluster(PlanRequest request, Set<String> names, Instant now) {
        return Evaluation.of(
                ProblemPlans.plan(
                        request,
                        State.BLOCKED,
                        Reason.UNKNOWN_CLUSTER.problem(
                                "the installation has no cluster '" + request.cluster() + "'; it has " + names
                                        + ": fix the target's cluster, or add it to keelstream.clusters",
                                null),
                        now),
                null);
    }

    /** A record cannot be used. */
    Evaluation unreadable(TargetRecords records, String table, String reason) {
        return Evaluation.of(
                ProblemPlans.unreadable(
                        PlanIds.unreadable(records.target(), table + ": " + reason),
                        records.published(),
                        Reason.POISON_EVENT.problem(
                                "the record in " + table + " cannot be read, so nothing is planned until a readable one"
                                        + " replaces it: " + reason,
                                records.target()),
                        clock.instant()),
                null);
    }

    /** Planning has a fault: the target says so, and is tried again with back-off. */
    Evaluation internal(PlanRequest request, RuntimeException fault, Instant now) {
        LOG.atError()
                .setCause(fault)
                .addKeyValue("target", request.target())
                .addKeyValue("commit", request.desired().revision().commit())
                .log("Planning failed; this is a fault of Keelstream");
        Plan plan = ProblemPlans.internal(request, fault, now);
        return Evaluation.of(plan, plan.notBefore());
    }
}
