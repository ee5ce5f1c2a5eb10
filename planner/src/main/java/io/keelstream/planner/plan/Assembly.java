package io.keelstream.planner.plan;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.retry.Backoff;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.contracts.targets.TargetPolicy.Prune;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.hold.Hold;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.gate.PruneGuard;
import io.keelstream.planner.order.Item;
import io.keelstream.planner.order.Order;
import io.keelstream.planner.ownership.PruneDecision;
import io.keelstream.planner.ownership.WriteKind;
import io.keelstream.contracts.problem.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a plan together from what was found out. Every problem is listed; the state is the worst of them: what the cluster
 * refuses goes before what somebody else owns, and that before what needs a person's word. For one use.
 */
public final class Assembly {

    private final Basis basis;
    private final Findings findings;
    private final List<PlannedAction> actions = new ArrayList<>();
    private final List<String> held = new ArrayList<>();
    private final List<Problem> failures = new ArrayList<>();
    private final List<Problem> blocks = new ArrayList<>();
    private final List<Problem> objections = new ArrayList<>();
    private final List<Problem> holds = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    private Assembly(Basis basis, Findings findings) {
        this.basis = basis;
        this.findings = findings;
    }

    /**
     * The plan.
     *
     * @param started when planning began; its length is told in the plan
     * @param now the time
     */
    public static Plan of(Basis basis, Findings findings, Instant started, Instant now) {
        Assembly assembly = new Assembly(basis, findings);
        assembly.collect();
        return assembly.plan(started, now);
    }

    private void collect() {
        failures.addAll(findings.failures());
        warnings.addAll(findings.warnings());
        if (findings.missingNamespace() != null) {
            actions.add(Actions.ensureNamespace(findings.missingNamespace()));
        }
        applies();
        pruneDecisions();
        leftBehind();
        if (findings.stopped()) {
            blocks.add(Reason.STOPPED.problem("ConfigMap keelstream-stop stops all writes to cluster " + basis.cluster()
                            + "; planning goes on when it is deleted", null));
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

    private static Item item(ObjectPlan.Act act) {
        return new Item(
                act.subject().reference(),
                act.subject().changed().rules().wave(),
                act.terms().kind() instanceof WriteKind.Create,
                act.subject().changed().rules().dependsOn(),
                act.subject().body());
    }

    private void pruneDecisions() {
        boolean keepAll = basis.takesAway()
                ? basis.desired().policy().onRemoval() == OnRemoval.ORPHAN
                : basis.desired().policy().prune().mode() == Prune.Mode.NEVER;
        List<InventoryObject> released = new ArrayList<>(findings.released());
        List<PruneDecision.Delete> deletions = new ArrayList<>();
        for (PruneDecision pruneDecision : findings.pruneDecisions()) {
            switch (pruneDecision) {
                case PruneDecision.Delete delete when keepAll -> released.add(kept(delete));
                case PruneDecision.Delete delete -> deletions.add(delete);
                case PruneDecision.Release release -> {
                    released.add(release.object());
                    if (release.warning() != null) {
                        warnings.add(release.warning());
                    }
                }
                case PruneDecision.Held hold -> hold(hold.object().reference(), hold.hold());
            }
        }
        released.forEach(object -> actions.add(Actions.release(object)));
        actions.addAll(Actions.prunes(deletions));
        List<InventoryObject> objects =
                deletions.stream().map(PruneDecision.Delete::object).toList();
        objections.addAll(
                basis.takesAway()
                        ? PruneGuard.removalObjections(basis.desired().policy().onRemoval(), objects)
                        : PruneGuard.objections(
                                basis.desired(), objects, basis.applied().size()));
    }

    private void leftBehind() {
        actions.addAll(Actions.prunes(findings.leftBehind()));
        objections.addAll(PruneGuard.leftBehindObjections(
                findings.leftBehind().stream().map(PruneDecision.Delete::object).toList()));
    }

    private InventoryObject kept(PruneDecision.Delete delete) {
        String rule = basis.takesAway() ? "policy.onRemoval is orphan" : "policy.prune.mode is never";
        warnings.add(Reason.PRUNE_NEVER.problem("left Git and stays in the cluster, because " + rule, delete.object().reference()));
        return delete.object();
    }

    private void hold(String reference, Hold hold) {
        held.add(reference);
        holds.add(Reason.HELD.problem("is on hold by " + hold.by() + " until " + hold.until()
                        + "; it is planned again then, or when the annotation " + Annotations.HOLD_UNTIL
                        + " is removed", reference));
    }

    private Plan plan(Instant started, Instant now) {
        State state = state();
        List<Problem> problems = new ArrayList<>(failures);
        problems.addAll(blocks);
        problems.addAll(objections);
        (state == State.BLOCKED && actions.isEmpty() ? problems : warnings).addAll(holds);
        Instant notBefore = state == State.FAILED ? Backoff.TARGET.next(basis.attempt() + 1, basis.target(), now) : null;
        return basis.plan(
                findings.clusterUid(),
                new Plan.Readiness(state, notBefore, problems, warnings),
                new Plan.Work(ChangeDigest.of(basis, actions), actions, findings.unchanged(), held),
                new Plan.Timing(now, Duration.between(started, now).toMillis()));
    }

    private State state() {
        if (!failures.isEmpty()) {
            return State.FAILED;
        }
        if (!blocks.isEmpty()) {
            return State.BLOCKED;
        }
        if (!objections.isEmpty()) {
            return State.AWAITING_APPROVAL;
        }
        if (actions.isEmpty()) {
            return held.isEmpty() ? State.UNCHANGED : State.BLOCKED;
        }
        return State.READY;
    }
}
