package io.keelstream.planner.plan;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Adopt;
import io.keelstream.contracts.plan.PlannedAction.Content;
import io.keelstream.contracts.plan.PlannedAction.Create;
import io.keelstream.contracts.plan.PlannedAction.Ensure;
import io.keelstream.contracts.plan.PlannedAction.Preview;
import io.keelstream.contracts.plan.PlannedAction.Prune;
import io.keelstream.contracts.plan.PlannedAction.Release;
import io.keelstream.contracts.plan.PlannedAction.Replace;
import io.keelstream.contracts.plan.PlannedAction.Turn;
import io.keelstream.contracts.plan.PlannedAction.Update;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.order.PruneOrder;
import io.keelstream.planner.order.PruneOrder.Pruned;
import io.keelstream.planner.ownership.ApplyDecision;
import io.keelstream.planner.ownership.PruneDecision;
import io.keelstream.planner.ownership.Subject;
import io.keelstream.planner.ownership.WriteKind;
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
        String reference = subject.reference().toString();
        String version = subject.body().apiVersion();
        Turn turn = new Turn(wave, references(dependsOn));
        Content content = new Content(
                subject.changed().desired().digest(),
                subject.changed().desired().sealed(),
                act.terms().ceded().handover(),
                act.terms().ceded().body().tree());
        Preview preview = preview(act);
        return switch (act.terms().kind()) {
            case WriteKind.Create create -> new Create(reference, version, turn, content, preview);
            case WriteKind.Update update -> new Update(reference, version, turn, content, preview, update.uid());
            case WriteKind.Adopt adopt ->
                new Adopt(reference, version, turn, content, preview, adopt.uid(), adopt.managers());
            case WriteKind.Replace replace -> new Replace(reference, version, turn, content, preview, replace.uid());
        };
    }

    private static Preview preview(ObjectPlan.Act act) {
        List<String> notes = new ArrayList<>();
        ApplyDecision.Apply terms = act.terms();
        if (terms.kind() instanceof WriteKind.Update(String uid, String movedFrom) && movedFrom != null) {
            notes.add("handed over by " + movedFrom);
        }
        terms.ceded().omitted().forEach(path -> notes.add(path + " is left to the autoscaler"));
        return new Preview(
                act.effect().predicted(), act.effect().diff(), act.effect().conflicts(), notes);
    }

    /** The target's namespace. */
    static PlannedAction ensureNamespace(String name) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("apiVersion", "v1");
        body.put("kind", "Namespace");
        body.put("metadata", metadata);
        return new Ensure(new ObjectReference("", "Namespace", "", name).toString(), body);
    }

    /** Dropped from the inventory. */
    static PlannedAction release(InventoryObject object) {
        return new Release(object.reference());
    }

    /** Deletions in their order. */
    static List<PlannedAction> prunes(List<PruneDecision.Delete> deletions) {
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
                InventoryObject object = deletion.object();
                Turn turn = new Turn(object.wave(), references(PruneOrder.before(pruned, order)));
                actions.add(new Prune(object.reference(), object.apiVersion(), turn, deletion.uid()));
            }
        }
        return actions;
    }

    private static List<String> references(List<ObjectReference> references) {
        return references.stream().map(ObjectReference::toString).toList();
    }
}
