package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.control.Controller;
import io.keelstream.sandbox.control.Requests;
import io.keelstream.sandbox.selector.LabelSelector;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps as many pods as a ReplicaSet wants, and counts them. */
final class ReplicaSets implements Controller {

    /** Whom to delete first: what is not bound, not running, not ready, and then the youngest. */
    private static final Comparator<Pod> LEAST_WANTED = Comparator.comparing(
                    (Pod pod) -> !Tree.text(pod.tree(), "spec", "nodeName").isEmpty())
            .thenComparing(pod -> pod.phase().equals("Running"))
            .thenComparing(Pod::ready)
            .thenComparing(pod -> pod.object().revision(), Comparator.reverseOrder());

    private final Actor actor;

    ReplicaSets(Actor actor) {
        this.actor = actor;
    }

    @Override
    public void changed(Change change, Requests requests) {
        Owners.request(change, Types.REPLICA_SETS, "ReplicaSet", Types.PODS, requests);
    }

    @Override
    public void reconcile(ObjectKey key, Requests requests) {
        StoredObject set = actor.get(key);
        if (set == null) {
            return;
        }
        if (!Owners.deleting(set)) {
            adopt(set);
            scale(set);
        }
        count(set, requests);
    }

    private void scale(StoredObject set) {
        long wanted = Tree.number(1, set.tree(), "spec", "replicas");
        List<Pod> pods = active(set);
        for (long i = pods.size(); i < wanted; i++) {
            actor.create(
                    Types.PODS, set.namespace(), Pod.from(set, Tree.map(set.tree(), "spec", "template"), Map.of()));
        }
        if (pods.size() > wanted) {
            pods.sort(LEAST_WANTED);
            pods.subList(0, (int) (pods.size() - wanted)).forEach(pod -> actor.delete(pod.object()));
        }
    }

    private void adopt(StoredObject set) {
        LabelSelector selector = LabelSelector.of(Tree.map(set.tree(), "spec", "selector"));
        if (Tree.number(0, set.tree(), "status", "observedGeneration") > 0) {
            return;
        }
        for (StoredObject pod : actor.store().list(Types.PODS, set.namespace()).objects()) {
            if (pod.owners().isEmpty() && selector.matches(pod.labels()) && !Owners.deleting(pod)) {
                actor.update(
                        pod,
                        tree -> Tree.within(tree, "metadata")
                                .put(
                                        "ownerReferences",
                                        new ArrayList<@Nullable Object>(List.of(Pod.controllerOf(set)))));
            }
        }
    }

    private void count(StoredObject set, Requests requests) {
        List<Pod> pods = active(set);
        long minReady = Tree.number(0, set.tree(), "spec", "minReadySeconds");
        Map<String, @Nullable Object> labels = Tree.map(set.tree(), "spec", "template", "metadata", "labels");
        LabelSelector full = LabelSelector.ofLabels(labels);
        long ready = pods.stream().filter(Pod::ready).count();
        long available = pods.stream()
                .filter(pod -> pod.available(minReady, actor.instant()))
                .count();
        actor.status(set, status -> {
            status.put("replicas", (long) pods.size());
            long labeled = pods.stream()
                    .filter(pod -> full.matches(pod.object().labels()))
                    .count();
            Tree.set(status, "fullyLabeledReplicas", labeled == 0 ? null : (Long) labeled);
            Tree.set(status, "readyReplicas", ready == 0 ? null : (Long) ready);
            Tree.set(status, "availableReplicas", available == 0 ? null : (Long) available);
            status.put("terminatingReplicas", terminating(set));
            status.put("observedGeneration", Tree.number(1, set.tree(), "metadata", "generation"));
        });
        if (available < ready) {
            requests.addAfter(set.key(), Duration.ofSeconds(1));
        }
    }

    private long terminating(StoredObject set) {
        return actor.dependents(set, Types.PODS).stream()
                .map(Pod::new)
                .filter(pod -> pod.deleting() && !pod.ended())
                .count();
    }

    private List<Pod> active(StoredObject set) {
        List<Pod> pods = new ArrayList<>();
        for (StoredObject object : actor.dependents(set, Types.PODS)) {
            Pod pod = new Pod(object);
            if (!pod.deleting() && !pod.ended()) {
                pods.add(pod);
            }
        }
        return pods;
    }
}
