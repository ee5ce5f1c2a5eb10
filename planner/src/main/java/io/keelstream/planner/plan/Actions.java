package io.keelstream.planner.plan;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Action;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.order.PruneOrder;
import io.keelstream.planner.order.PruneOrder.Pruned;
import io.keelstream.planner.ownership.PruneDecision;
import io.keelstream.planner.ownership.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes single actions in the contract's words. Pure. */
final class Actions {

    private Actions() {}

    /** Create, update, adopt or replace. */
    static PlannedAction apply(ObjectPlan.Act act, int wave, List<ObjectReference> dependsOn) {
        Subject subject = act.subject();
        Manifest live = act.live();
        return new PlannedAction(
                act.action(),
                subject.reference().toString(),
                null,
                subject.body().apiVersion(),
                wave,
                dependsOn.stream().map(ObjectReference::toString).toList(),
                subject.changed().desired().digest(),
                live == null ? null : live.uid(),
                act.action() == Action.ADOPT && live != null ? live.resourceVersion() : null,
                act.terms().movedFrom(),
                act.terms().adoptManagers(),
                act.effect().predicted(),
                act.terms().ceded().omitted(),
                act.terms().ceded().handover(),
                act.effect().diff(),
                act.effect().conflicts(),
                subject.changed().desired().sealed(),
                act.terms().ceded().body().tree());
    }

    /** The target's namespace. */
    static PlannedAction ensureNamespace(String name) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("apiVersion", "v1");
        body.put("kind", "Namespace");
        body.put("metadata", metadata);
        ObjectReference reference = new ObjectReference("", "Namespace", "", name);
        InventoryObject object = new InventoryObject(
                reference.toString(), "v1", null, null, false, Integer.MIN_VALUE, false, null, null, null, null);
        return bare(Action.ENSURE, object, null, List.of(), null, body);
    }

    /** Dropped from the inventory; the cluster is a former one, or null for the plan's. */
    static PlannedAction release(InventoryObject object, @Nullable String cluster) {
        return bare(Action.RELEASE, object, cluster, List.of(), object.uid(), null);
    }

    /** Deletions in their order; the cluster is a former one, or null for the plan's. */
    static List<PlannedAction> prunes(List<PruneDecision.Delete> deletions, @Nullable String cluster) {
        Map<ObjectReference, PruneDecision.Delete> byReference = deletions.stream()
                .collect(Collectors.toMap(
                        each -> ObjectReference.parse(each.object().reference()), each -> each, (a, b) -> a));
        List<Pruned> order = PruneOrder.of(byReference.entrySet().stream()
                .map(each -> new Pruned(each.getKey(), each.getValue().object().wave()))
                .toList());
        List<PlannedAction> actions = new ArrayList<>();
        for (Pruned pruned : order) {
            PruneDecision.Delete deletion = byReference.get(pruned.reference());
            if (deletion != null) {
                actions.add(bare(
                        Action.PRUNE,
                        deletion.object(),
                        cluster,
                        PruneOrder.before(pruned, order).stream()
                                .map(ObjectReference::toString)
                                .toList(),
                        deletion.uid(),
                        null));
            }
        }
        return actions;
    }

    private static PlannedAction bare(
            Action action,
            InventoryObject object,
            @Nullable String cluster,
            List<String> dependsOn,
            @Nullable String uid,
            @Nullable Map<String, @Nullable Object> body) {
        return new PlannedAction(
                action,
                object.reference(),
                cluster,
                object.apiVersion(),
                object.wave(),
                dependsOn,
                null,
                uid,
                null,
                null,
                List.of(),
                false,
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                false,
                body);
    }
}
