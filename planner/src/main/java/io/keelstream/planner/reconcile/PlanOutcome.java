package io.keelstream.planner.reconcile;

import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.decision.Approvers;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.Gating.Approval;
import io.keelstream.contracts.window.Windows;
import io.keelstream.planner.canary.Culprit;
import io.keelstream.planner.decision.Approvals;
import io.keelstream.planner.decision.Consent;
import io.keelstream.planner.dependency.Dependencies;
import io.keelstream.planner.dryrun.DryRunResult;
import io.keelstream.planner.gate.FailedCanary;
import io.keelstream.planner.gate.Gates;
import io.keelstream.planner.gate.Objection;
import io.keelstream.planner.gate.PlanDraft;
import io.keelstream.planner.plan.Assembly;
import io.keelstream.planner.plan.Findings;
import io.keelstream.planner.plan.HandedOver;
import io.keelstream.planner.plan.PlanRequest;
import io.keelstream.planner.policy.RuleFindings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    private final RuleDesk rules;
    private final Dependencies dependencies;
    /** Whoever waits for a cluster to be known is woken; this is in case that it never is. */
    private static final Duration NOT_KNOWN = Duration.ofSeconds(1);

    private final UnreachableBackoff unreachable = new UnreachableBackoff();

    PlanOutcome(TargetPlannerSettings settings, RuleDesk rules, Dependencies dependencies, Clock clock) {
        this.settings = settings;
        this.rules = rules;
        this.dependencies = dependencies;
        this.clock = clock;
        this.gates = new Gates(settings.actors().listed(), settings.lookAgain());
    }

    /** The published plan may run, and is looked at again when its windows close, or an approval of it ends. */
    Evaluation ready(Plan published, Approvals approvals, Instant now) {
        Instant closing = new Windows(published.windows()).nextClosing(now);
        return (closing == null ? Evaluation.NOTHING : Evaluation.later(closing))
                .before(approvals.firstEnd(published.bundle().policy().gating().approval()));
    }

    /** A cluster was asked. */
    Evaluation of(PlanRequest request, Inputs inputs, DryRunResult result, Instant started)
            throws InterruptedException {
        return switch (result) {
            case DryRunResult.NotKnown() -> Evaluation.later(clock.instant().plus(NOT_KNOWN));
            case DryRunResult.Unanswered(Problem problem, var since) ->
                waitForAnswer(request, inputs.published(), problem, since);
            case DryRunResult.Complete(PlanRequest certain, Findings findings) ->
                planned(certain, findings, inputs, started);
        };
    }

    /**
     * Everything is known.
     *
     * @param inputs what people decided, as far as it counts, and the published plan
     */
    Evaluation planned(PlanRequest request, Findings findings, Inputs inputs, Instant started)
            throws InterruptedException {
        Approvals approvals = inputs.approvals();
        Approval rule = request.desired().policy().gating().approval();
        Approvers approvers = new Approvers(rule, request.origin().authors());
        Assembly assembly = Assembly.of(request, findings)
                .warning(approvals.warnings(request.desired().policy().canary(), approvers));
        RuleFindings judged = rules.of(request, findings, assembly, inputs.published());
        assembly.warning(judged.warnings()).assessed(judged.assessment(), judged.consented());
        String digest = assembly.changeDigest();
        PlanDraft draft = assembly.draft(clock.instant());
        boolean refused = !findings.failures().isEmpty();
        List<Objection> found = new ArrayList<>(
                dependencies.check(request.target(), draft, HandedOver.by(request, findings.objectPlans()), refused));
        found.addAll(judged.objections());
        found.addAll(new FailedCanary(Culprit.of(request.trial()), settings.lookAgain()).check(draft));
        found.addAll(gates.check(draft));
        Consent consent = approvals.of(digest, approvers);
        Evidence evidence = PlanEvidence.of(
                request,
                inputs.effective(),
                approvals,
                consent,
                found,
                gates.passed(draft, inputs.wanted()),
                findings.canary());
        List<Objection> objections = consent.remaining(
                found, request.target(), digest, settings.actors().listed(), settings.lookAgain());
        if (!objections.isEmpty() && request.origin().recovers()) {
            // The way back waits for no person: what may not be deleted without approval is left. Objects of others
            // stay with them.
            Assembly leaving = Assembly.leaving(request, findings).assessed(judged.assessment(), List.of());
            List<Objection> others =
                    objections.stream().filter(Objection::others).toList();
            return published(leaving, others, findings, started).letThroughBy(evidence);
        }
        return published(assembly, objections, findings, started)
                .letThroughBy(evidence)
                .before(approvals.firstEnd(rule));
    }

    /** Something of a target is left that Git does not know: it is listed, and nobody can have it deleted. */
    Evaluation listed(PlanRequest request, Findings findings, Instant started) {
        Assembly assembly = Assembly.of(request, findings);
        return published(assembly, gates.check(assembly.draft(clock.instant())), findings, started);
    }

    private Evaluation published(Assembly assembly, List<Objection> objections, Findings findings, Instant started) {
        unreachable.answered(assembly.target());
        Plan plan = assembly.plan(objections, started, clock.instant());
        return Evaluation.of(plan, again(plan, objections)).before(HoldEnds.first(findings));
    }

    /** When a plan is worth another look although none of its records changed. */
    private @Nullable Instant again(Plan plan, List<Objection> objections) {
        Instant now = clock.instant();
        return switch (plan.state()) {
            case READY -> new Windows(plan.windows()).nextClosing(now);
            case UNCHANGED, UNKNOWN -> null;
            case FAILED -> plan.notBefore();
            case BLOCKED -> now.plus(settings.lookAgain());
            case AWAITING_APPROVAL, AWAITING_WINDOW, AWAITING_DEPENDENCY ->
                objections.stream()
                        .map(each -> each.again(now))
                        .filter(Objects::nonNull)
                        .min(Instant::compareTo)
                        .orElse(null);
        };
    }

    /**
     * What Git wants is not begun; a record that could not be read may be readable later.
     *
     * @param approvals what people decided, of which the plan says what cannot be read
     */
    Evaluation held(PlanRequest request, Problem why, Approvals approvals, Instant now) {
        return Evaluation.of(
                ProblemPlans.held(request, why, approvals.unreadable(), now), now.plus(settings.lookAgain()));
    }

    /** A release runs of another bundle than the one that the target is pinned to. */
    Evaluation overruled(PlanRequest request, Instant now) {
        Problem problem = Reason.PINNED.problem(
                "the running release ends, and commit "
                        + request.desired().revision().shortCommit()
                        + " is applied in its place, where the target is pinned",
                null);
        return Evaluation.of(ProblemPlans.plan(request, State.BLOCKED, problem, now), null);
    }

    /** The running release goes on: what was to end it does not count any more. What follows it is planned when it ends. */
    Evaluation spared(PlanRequest request, Instant now) {
        return Evaluation.of(ProblemPlans.nothing(request, now), null);
    }

    /** A cluster that is away is noticed late, so what was waited for it counts. */
    private Evaluation waitForAnswer(
            PlanRequest request, @Nullable Plan published, Problem problem, @Nullable Instant since) {
        Instant now = clock.instant();
        Instant report = unreachable
                .failed(request.target(), since == null ? now : since)
                .plus(settings.unreachableAfter());
        Instant again = unreachable.again(request.target(), now);
        if (report.isAfter(now)) {
            return Evaluation.later(again.isBefore(report) ? again : report);
        }
        Plan plan = ProblemPlans.plan(request, State.BLOCKED, problem, now);
        boolean reported = published != null
                && published.id().equals(plan.id())
                && published.problems().stream().anyMatch(each -> each.reason().equals(problem.reason()));
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

    /**
     * A trial runs that the bundle does not go on with.
     *
     * @param canary what the bundle would put on trial; null where it keeps the trial from going on
     */
    Evaluation trialRuns(PlanRequest request, @Nullable CanaryPlan canary) {
        return Evaluation.of(ProblemPlans.trialRuns(request, canary, clock.instant()), null);
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
