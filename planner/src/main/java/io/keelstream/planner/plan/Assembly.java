package io.keelstream.planner.plan;

import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.TrialIdentity;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Assessment;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.retry.Backoff;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.contracts.targets.TargetPolicy.Prune;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.hold.Hold;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.canary.CanaryDecision;
import io.keelstream.planner.gate.Objection;
import io.keelstream.planner.gate.PlanDraft;
import io.keelstream.planner.order.Item;
import io.keelstream.planner.order.Order;
import io.keelstream.planner.ownership.PruneDecision;
import io.keelstream.planner.ownership.WriteKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a plan together from what was found out. Every problem is listed; the state is the worst of them: other targets that are waited
 * for, since they may bring what the cluster lacks, then what the cluster refuses, what another owner has, and what needs approval. For one use.
 */
public final class Assembly {

    private final PlanRequest request;
    private final Findings findings;
    private final List<PlannedAction> actions = new ArrayList<>();
    private final List<String> held = new ArrayList<>();
    private final List<Problem> failures = new ArrayList<>();
    private final List<Problem> blocks = new ArrayList<>();
    private final List<InventoryObject> deletions = new ArrayList<>();
    private final List<Problem> holds = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final boolean deletes;
    private @Nullable CanaryPlan canary;
    private List<PlannedAction.RunHook> hooks = List.of();
    private @Nullable Assessment assessment;
    private String changeDigest = "";

    private Assembly(PlanRequest request, Findings findings, boolean deletes) {
        this.request = request;
        this.findings = findings;
        this.deletes = deletes;
    }

    /** Puts together what was found out. */
    public static Assembly of(PlanRequest request, Findings findings) {
        return collected(new Assembly(request, findings, true));
    }

    /** The same, but nothing is deleted: what would be is left, and listed. */
    public static Assembly leaving(PlanRequest request, Findings findings) {
        return collected(new Assembly(request, findings, false));
    }

    private static Assembly collected(Assembly assembly) {
        assembly.collect();
        assembly.changeDigest = ChangeDigest.of(assembly.request, assembly.actions, assembly.canary);
        return assembly;
    }

    /** The target. */
    public String target() {
        return request.target();
    }

    /** The digest of what it changes, which an approval names. */
    public String changeDigest() {
        return changeDigest;
    }

    /** Whether it does nothing. */
    public boolean idle() {
        return actions.isEmpty() && !begins();
    }

    /** The hooks that it runs. */
    public List<PlannedAction.RunHook> hooksToRun() {
        return hooks;
    }

    /** The same with what the rules were asked about, and what of it an approval lifts: that is part of the change then. */
    public Assembly assessed(@Nullable Assessment assessment, List<String> consented) {
        this.assessment = assessment;
        if (!consented.isEmpty()) {
            changeDigest = ChangeDigest.consenting(changeDigest, consented);
        }
        return this;
    }

    /** The same with more that is worth knowing. */
    public Assembly warning(List<Problem> more) {
        warnings.addAll(more);
        return this;
    }

    /** What gates are asked about. */
    public PlanDraft draft(Instant now) {
        return new PlanDraft(
                request.origin(),
                request.desired(),
                request.known().objects().size(),
                idle(),
                deletions,
                Recovery.unrecorded(request, findings, hooks),
                now);
    }

    private void collect() {
        failures.addAll(findings.failures());
        warnings.addAll(request.changes().warnings());
        warnings.addAll(findings.warnings());
        if (findings.missingNamespace() != null) {
            actions.add(Actions.ensureNamespace(findings.missingNamespace()));
        }
        applies();
        canary();
        pruneDecisions();
        actions.addAll(Actions.prunes(findings.leftBehind()));
        hooks();
        if (findings.cluster() != null && findings.cluster().stopped()) {
            blocks.add(Reason.STOPPED.problem(
                    "ConfigMap keelstream-stop stops all writes to cluster " + request.cluster()
                            + "; planning resumes when it is deleted",
                    null));
        }
    }

    private void applies() {
        Map<ObjectReference, ObjectPlan.Act> acts = new HashMap<>();
        List<Item> items = new ArrayList<>();
        for (ObjectPlan objectPlan : findings.objectPlans()) {
            switch (objectPlan) {
                case ObjectPlan.Act act -> {
                    acts.put(act.subject().reference(), act);
                    items.add(item(act));
                    warnings.addAll(act.terms().warnings());
                }
                case ObjectPlan.Left left -> {}
                case ObjectPlan.Held hold -> hold(hold.subject().reference().toString(), hold.hold());
                case ObjectPlan.Obstacle obstacle ->
                    (obstacle.state() == State.BLOCKED ? blocks : failures).addAll(obstacle.problems());
            }
        }
        Order.Result order = Order.of(items);
        failures.addAll(order.problems());
        warnings.addAll(order.warnings());
        for (Order.Step step : order.steps()) {
            ObjectPlan.Act act = acts.get(step.item().reference());
            if (act != null) {
                actions.add(Actions.apply(act, step.item().wave(), step.dependsOn()));
            }
        }
    }

    /** After the applies, because what goes before the canary follows from them. */
    private void canary() {
        switch (findings.canary()) {
            case CanaryDecision.None none -> {}
            case CanaryDecision.Ordinary(String digest, String reason, boolean _) ->
                canary = new CanaryPlan(digest, reason, null);
            case CanaryDecision.TakesOver(TrialIdentity running) -> canary = CanaryPlan.takingOver(running);
            case CanaryDecision.Blocked(List<Problem> problems) -> blocks.addAll(problems);
            case CanaryDecision.Refused(List<Problem> problems) -> failures.addAll(problems);
            case CanaryDecision.OnTrial onTrial -> {
                warnings.addAll(onTrial.warnings());
                canary = CanaryActions.plan(onTrial, actions);
            }
        }
    }

    private void hooks() {
        Inventory.Block failed = request.hooks().failed();
        if (failed != null) {
            blocks.add(Reason.HOOK_FAILED.problem(
                    "a hook of this commit failed: " + failed.cause()
                            + "; push a change, revert, or run keelstream retry " + request.target(),
                    null));
        }
        boolean trial = begins() || (canary != null && canary.takesOver() != null);
        HookActions.Sorted sorted = HookActions.sorted(request, findings.objectPlans(), trial);
        hooks = sorted.run();
        actions.addAll(hooks);
        warnings.addAll(sorted.leftOut());
    }

    private static Item item(ObjectPlan.Act act) {
        return new Item(
                act.subject().reference(),
                act.subject().changed().rules().wave(),
                act.terms().kind() instanceof WriteKind.Create,
                act.subject().changed().rules().dependsOn(),
                act.subject().body());
    }

    private void pruneDecisions() {
        boolean keepAll = request.takesAway()
                ? request.desired().policy().onRemoval() == OnRemoval.ORPHAN
                : request.desired().policy().prune().mode() == Prune.Mode.NEVER;
        List<InventoryObject> released = new ArrayList<>(request.changes().released());
        List<PruneDecision.Delete> pruned = new ArrayList<>();
        for (PruneDecision pruneDecision : findings.pruneDecisions()) {
            switch (pruneDecision) {
                case PruneDecision.Delete delete when keepAll -> released.add(kept(delete));
                case PruneDecision.Delete delete
                when !deletes ->
                    warnings.add(Reason.LEFT_IN_PLACE.problem(
                            "is not part of the commit that is applied, and is left, because its deletion asks for approval",
                            delete.object().reference()));
                case PruneDecision.Delete delete -> pruned.add(delete);
                case PruneDecision.Release release -> {
                    released.add(release.object());
                    if (release.warning() != null) {
                        warnings.add(release.warning());
                    }
                }
                case PruneDecision.Unanswered(InventoryObject _, Problem problem) -> blocks.add(problem);
                case PruneDecision.Held hold -> hold(hold.object().reference(), hold.hold());
            }
        }
        released.forEach(object -> actions.add(Actions.release(object)));
        actions.addAll(Actions.prunes(pruned));
        pruned.forEach(each -> deletions.add(each.object()));
    }

    private InventoryObject kept(PruneDecision.Delete delete) {
        String rule = request.takesAway() ? "policy.onRemoval is orphan" : "policy.prune.mode is never";
        warnings.add(Reason.PRUNE_NEVER.problem(
                "left Git and stays in the cluster, because " + rule,
                delete.object().reference()));
        return delete.object();
    }

    private void hold(String reference, Hold hold) {
        held.add(reference);
        holds.add(Reason.HELD.problem(
                "is on hold by " + hold.by() + " until " + hold.until()
                        + "; it is planned again then, or when the annotation " + Annotations.HOLD_UNTIL
                        + " is removed",
                reference));
    }

    /**
     * The plan.
     *
     * @param objections what gates have against it
     * @param started when planning began; its length is part of the plan
     * @param now the time
     */
    public Plan plan(List<Objection> objections, Instant started, Instant now) {
        State state = state(objections);
        List<Problem> problems = new ArrayList<>(Objection.problems(objections, true));
        problems.addAll(failures);
        problems.addAll(blocks);
        problems.addAll(Objection.problems(objections, false));
        (state == State.BLOCKED && actions.isEmpty() ? problems : warnings).addAll(holds);
        Instant notBefore = state == State.FAILED
                ? Backoff.TARGET.next(request.origin().attempt() + 1, request.target(), now)
                : null;
        return request.plan(
                findings.clusterUid(),
                new Plan.Readiness(state, notBefore, problems, warnings),
                new Plan.Work(changeDigest, actions, request.changes().unchanged(), held, canary, assessment),
                new Plan.Timing(now, Duration.between(started, now).toMillis()));
    }

    /** Whether it puts something on trial, which is something to do although nothing is applied: a rehearsal. */
    private boolean begins() {
        return canary != null && canary.trial() != null;
    }

    private State state(List<Objection> objections) {
        if (!failures.isEmpty() || !blocks.isEmpty()) {
            return objections.stream().anyMatch(Objection::others)
                    ? State.AWAITING_DEPENDENCY
                    : failures.isEmpty() ? State.BLOCKED : State.FAILED;
        }
        if (!objections.isEmpty()) {
            return Objection.state(objections);
        }
        if (idle()) {
            return held.isEmpty() ? State.UNCHANGED : State.BLOCKED;
        }
        return State.READY;
    }
}
