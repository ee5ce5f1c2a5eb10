package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.control.Controller;
import io.keelstream.sandbox.control.Requests;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Keeps the numbered pods of a StatefulSet: made and replaced one by one, each after the one before is ready. */
final class StatefulSets implements Controller {

    private final Actor actor;
    private final Revisions revisions;
    private final StatefulPods maker;

    StatefulSets(Actor actor) {
        this.actor = actor;
        this.revisions = new Revisions(actor);
        this.maker = new StatefulPods(actor);
    }

    @Override
    public void changed(Change change, Requests requests) {
        Owners.request(change, Types.STATEFUL_SETS, "StatefulSet", Types.PODS, requests);
    }

    @Override
    public void reconcile(ObjectKey key, Requests requests) {
        StoredObject set = actor.get(key);
        if (set == null || Owners.deleting(set)) {
            return;
        }
        String update = revisions.current(set);
        String known = Tree.text(set.tree(), "status", "currentRevision");
        String current = known.isEmpty() ? update : known;
        boolean stepped = scale(set, current, update) || roll(set, update);
        status(set, current, update, stepped);
    }

    /** One step towards the wanted number of pods; true when there is something to wait for. */
    private boolean scale(StoredObject set, String current, String update) {
        long wanted = Tree.number(1, set.tree(), "spec", "replicas");
        boolean parallel = Tree.text(set.tree(), "spec", "podManagementPolicy").equals("Parallel");
        NavigableMap<Long, Pod> pods = maker.pods(set);
        boolean waiting = false;
        for (long i = first(set); i < first(set) + wanted; i++) {
            Pod pod = pods.get(i);
            if (pod == null) {
                maker.create(set, i, revision(set, i, current, update));
                waiting = true;
            } else if (pod.ended() && !pod.deleting()) {
                actor.delete(pod.object());
                waiting = true;
            } else {
                waiting |= !pod.ready() || pod.deleting();
            }
            if (waiting && !parallel) {
                return true;
            }
        }
        for (Pod pod : pods.tailMap(first(set) + wanted, true).descendingMap().values()) {
            if (!pod.deleting()) {
                actor.delete(pod.object());
            }
            if (!parallel) {
                return true;
            }
        }
        return waiting;
    }

    /** Replaces the highest pod of an older revision, once all above it are ready. */
    private boolean roll(StoredObject set, String update) {
        if (Tree.text(set.tree(), "spec", "updateStrategy", "type").equals("OnDelete")) {
            return false;
        }
        long partition = Tree.number(0, set.tree(), "spec", "updateStrategy", "rollingUpdate", "partition");
        for (Map.Entry<Long, Pod> entry : maker.pods(set).descendingMap().entrySet()) {
            Pod pod = entry.getValue();
            if (entry.getKey() < first(set) + partition) {
                return false;
            }
            if (!maker.revision(set, pod).equals(update)) {
                if (!pod.deleting()) {
                    actor.delete(pod.object());
                }
                return true;
            }
            if (!pod.ready()) {
                return true;
            }
        }
        return false;
    }

    private static String revision(StoredObject set, long ordinal, String current, String update) {
        boolean rolling =
                !Tree.text(set.tree(), "spec", "updateStrategy", "type").equals("OnDelete");
        long partition = Tree.number(0, set.tree(), "spec", "updateStrategy", "rollingUpdate", "partition");
        return rolling && ordinal < first(set) + partition ? current : update;
    }

    private void status(StoredObject set, String current, String update, boolean waiting) {
        var pods = maker.pods(set).values();
        long wanted = Tree.number(1, set.tree(), "spec", "replicas");
        long minReady = Tree.number(0, set.tree(), "spec", "minReadySeconds");
        long updated = pods.stream()
                .filter(pod -> maker.revision(set, pod).equals(update))
                .count();
        long ready = pods.stream().filter(Pod::ready).count();
        boolean done = !waiting && updated == wanted && ready == wanted && pods.size() == wanted;
        boolean noPartition = Tree.number(0, set.tree(), "spec", "updateStrategy", "rollingUpdate", "partition") == 0;
        String settled = done && noPartition ? update : current;
        actor.status(set, status -> {
            status.put("observedGeneration", Tree.number(1, set.tree(), "metadata", "generation"));
            status.put("replicas", (long) pods.size());
            count(status, "readyReplicas", ready);
            status.put(
                    "availableReplicas",
                    pods.stream()
                            .filter(pod -> pod.available(minReady, actor.instant()))
                            .count());
            count(
                    status,
                    "currentReplicas",
                    settled.equals(update)
                            ? updated
                            : pods.stream()
                                    .filter(pod -> maker.revision(set, pod).equals(settled))
                                    .count());
            count(status, "updatedReplicas", updated);
            status.put("currentRevision", settled);
            status.put("updateRevision", update);
            status.put("collisionCount", 0L);
        });
    }

    private static long first(StoredObject set) {
        return Tree.number(0, set.tree(), "spec", "ordinals", "start");
    }

    private static void count(Map<String, @Nullable Object> status, String field, long value) {
        Tree.set(status, field, value == 0 ? null : (Long) value);
    }
}
