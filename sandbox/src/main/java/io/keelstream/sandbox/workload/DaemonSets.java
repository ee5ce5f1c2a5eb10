package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.control.Controller;
import io.keelstream.sandbox.control.Requests;
import io.keelstream.sandbox.selector.LabelSelector;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps one pod of a DaemonSet on every node that its node selector allows. */
final class DaemonSets implements Controller {

    private final Actor actor;
    private final Revisions revisions;

    DaemonSets(Actor actor) {
        this.actor = actor;
        this.revisions = new Revisions(actor);
    }

    @Override
    public void changed(Change change, Requests requests) {
        Owners.request(change, Types.DAEMON_SETS, "DaemonSet", Types.PODS, requests);
        boolean nodes = change.key().type().equals(Types.NODES);
        if (nodes && (change.before() == null || change.after() == null)) {
            actor.store().list(Types.DAEMON_SETS, "").objects().forEach(set -> requests.add(set.key()));
        }
    }

    @Override
    public void reconcile(ObjectKey key, Requests requests) {
        StoredObject set = actor.get(key);
        if (set == null || Owners.deleting(set)) {
            return;
        }
        String hash = revisions.current(set).substring(set.name().length() + 1);
        Set<String> nodes = nodes(set);
        spread(set, hash, nodes);
        roll(set, hash, nodes.size());
        status(set, hash, nodes.size());
    }

    private void spread(StoredObject set, String hash, Set<String> nodes) {
        Map<String, Pod> pods = byNode(set);
        for (String node : nodes) {
            if (!pods.containsKey(node)) {
                Map<String, @Nullable Object> labels =
                        Tree.of(Revisions.LABEL, hash, "pod-template-generation", generation(set));
                Map<String, @Nullable Object> pod = Pod.from(set, Tree.map(set.tree(), "spec", "template"), labels);
                Tree.within(pod, "spec").put("nodeName", node);
                actor.create(Types.PODS, set.namespace(), pod);
            }
        }
        pods.forEach((node, pod) -> {
            if (!nodes.contains(node) && !pod.deleting()) {
                actor.delete(pod.object());
            }
        });
    }

    private void roll(StoredObject set, String hash, int nodes) {
        if (Tree.text(set.tree(), "spec", "updateStrategy", "type").equals("OnDelete")) {
            return;
        }
        Object most = Tree.at(set.tree(), "spec", "updateStrategy", "rollingUpdate", "maxUnavailable");
        long room = Math.max(1, Amounts.of(most, nodes, true, 1));
        List<Pod> old = new ArrayList<>();
        for (Pod pod : byNode(set).values()) {
            boolean outdated = !pod.label(Revisions.LABEL).equals(hash);
            if (!pod.ready() || pod.deleting()) {
                room--;
                if (outdated && !pod.deleting()) {
                    actor.delete(pod.object());
                }
            } else if (outdated) {
                old.add(pod);
            }
        }
        old.stream().limit(Math.max(0, room)).forEach(pod -> actor.delete(pod.object()));
    }

    private void status(StoredObject set, String hash, int nodes) {
        List<Pod> pods = new ArrayList<>(byNode(set).values());
        long minReady = Tree.number(0, set.tree(), "spec", "minReadySeconds");
        long available = pods.stream()
                .filter(pod -> pod.available(minReady, actor.instant()))
                .count();
        long updated = pods.stream()
                .filter(pod -> pod.label(Revisions.LABEL).equals(hash))
                .count();
        actor.status(set, status -> {
            status.put("currentNumberScheduled", (long) pods.size());
            status.put("numberMisscheduled", 0L);
            status.put("desiredNumberScheduled", (long) nodes);
            status.put("numberReady", pods.stream().filter(Pod::ready).count());
            status.put("observedGeneration", Tree.number(1, set.tree(), "metadata", "generation"));
            Tree.set(status, "updatedNumberScheduled", updated == 0 ? null : (Long) updated);
            Tree.set(status, "numberAvailable", available == 0 ? null : (Long) available);
            Tree.set(status, "numberUnavailable", nodes == available ? null : (Long) (nodes - available));
        });
    }

    private Map<String, Pod> byNode(StoredObject set) {
        Map<String, Pod> pods = new HashMap<>();
        for (StoredObject object : actor.dependents(set, Types.PODS)) {
            Pod pod = new Pod(object);
            if (pod.ended() && !pod.deleting()) {
                actor.delete(object);
            } else {
                pods.put(Tree.text(object.tree(), "spec", "nodeName"), pod);
            }
        }
        return pods;
    }

    private Set<String> nodes(StoredObject set) {
        LabelSelector selector =
                LabelSelector.ofLabels(Tree.map(set.tree(), "spec", "template", "spec", "nodeSelector"));
        Set<String> names = new HashSet<>();
        for (StoredObject node : actor.store().list(Types.NODES, "").objects()) {
            if (selector.matches(node.labels())) {
                names.add(node.name());
            }
        }
        return names;
    }

    private static String generation(StoredObject set) {
        return Long.toString(Tree.number(1, set.tree(), "metadata", "generation"));
    }
}
