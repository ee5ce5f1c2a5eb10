package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.control.Controller;
import io.keelstream.sandbox.control.Requests;
import io.keelstream.sandbox.selector.LabelSelector;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says how many pods a PodDisruptionBudget could spare. */
final class Budgets implements Controller {

    private final Actor actor;

    Budgets(Actor actor) {
        this.actor = actor;
    }

    @Override
    public void changed(Change change, Requests requests) {
        ObjectKey key = change.key();
        if (key.type().equals(Types.BUDGETS)) {
            requests.add(key);
        } else if (key.type().equals(Types.PODS) && actor.store().count(Types.BUDGETS) > 0) {
            for (StoredObject budget :
                    actor.store().list(Types.BUDGETS, key.namespace()).objects()) {
                if (selector(budget).matches(change.last().labels())) {
                    requests.add(budget.key());
                }
            }
        }
    }

    @Override
    public void reconcile(ObjectKey key, Requests requests) {
        StoredObject budget = actor.get(key);
        if (budget == null) {
            return;
        }
        LabelSelector selector = selector(budget);
        List<Pod> pods = actor.store().list(Types.PODS, key.namespace()).objects().stream()
                .filter(pod -> selector.matches(pod.labels()))
                .map(Pod::new)
                .filter(pod -> !pod.deleting() && !pod.ended())
                .toList();
        long expected = pods.size();
        long healthy = pods.stream().filter(Pod::ready).count();
        Map<String, @Nullable Object> spec = Tree.map(budget.tree(), "spec");
        long desired = spec.get("maxUnavailable") != null
                ? Math.max(0, expected - Amounts.of(spec.get("maxUnavailable"), expected, true, 0))
                : Amounts.of(spec.get("minAvailable"), expected, true, 1);
        long allowed = expected == 0 ? 0 : Math.max(0, healthy - desired);
        String now = actor.now();
        actor.status(budget, status -> {
            status.put("currentHealthy", healthy);
            status.put("desiredHealthy", desired);
            status.put("expectedPods", expected);
            status.put("disruptionsAllowed", allowed);
            status.put("observedGeneration", Tree.number(1, budget.tree(), "metadata", "generation"));
            Conditions.set(
                    status,
                    Tree.of(
                            "type",
                            "DisruptionAllowed",
                            "status",
                            allowed > 0 ? "True" : "False",
                            "reason",
                            allowed > 0 ? "SufficientPods" : "InsufficientPods",
                            "message",
                            "",
                            "observedGeneration",
                            Tree.number(1, budget.tree(), "metadata", "generation")),
                    now);
        });
    }

    private static LabelSelector selector(StoredObject budget) {
        return LabelSelector.of(Tree.map(budget.tree(), "spec", "selector"));
    }
}
