package io.keelstream.sandbox.workload;

import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.control.Controller;
import io.keelstream.sandbox.control.Requests;
import io.keelstream.sandbox.operation.DeleteOptions;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Scheduler and nodes: binds pods, lets them settle after 0.3 to 0.6 s (or {@code keelstream.io/pretend-delay}) as their
 * annotation {@code keelstream.io/pretend} says, and ends those that are deleted.
 */
final class Pods implements Controller {

    private final Actor actor;
    private final PodFate fate;
    private final Map<String, Long> dueNanos = new HashMap<>();
    private int next;

    Pods(Actor actor) {
        this.actor = actor;
        this.fate = new PodFate();
    }

    @Override
    public void changed(Change change, Requests requests) {
        if (!change.key().type().equals(Types.PODS)) {
            return;
        }
        if (change.after() == null) {
            dueNanos.remove(change.last().uid());
        } else {
            requests.add(change.key());
        }
    }

    @Override
    public void reconcile(ObjectKey key, Requests requests) {
        StoredObject pod = actor.get(key);
        if (pod == null) {
            return;
        }
        Map<String, @Nullable Object> tree = pod.tree();
        if (Tree.at(tree, "metadata", "deletionTimestamp") != null) {
            if (Tree.number(0, tree, "metadata", "deletionGracePeriodSeconds") > 0) {
                actor.delete(pod, new DeleteOptions("", pod.uid(), "", 0L, false));
            }
        } else if (Tree.text(tree, "spec", "nodeName").isEmpty()) {
            bind(pod);
        } else if (Tree.text(tree, "status", "podIP").isEmpty() && !fate.isStuck(tree)) {
            settle(pod, requests);
        }
    }

    private void bind(StoredObject pod) {
        List<StoredObject> nodes = actor.store().list(Types.NODES, "").objects();
        String now = actor.now();
        if (nodes.isEmpty()) {
            actor.status(
                    pod,
                    status -> Conditions.set(
                            status,
                            Tree.of(
                                    "type", "PodScheduled",
                                    "status", "False",
                                    "reason", "Unschedulable",
                                    "message", "no nodes available to schedule pods"),
                            now));
            return;
        }
        String node = nodes.get(Math.floorMod(next++, nodes.size())).name();
        actor.update(pod, tree -> Tree.within(tree, "spec").put("nodeName", node));
        StoredObject bound = actor.get(pod.key());
        if (bound != null) {
            actor.status(
                    bound, status -> Conditions.set(status, Tree.of("type", "PodScheduled", "status", "True"), now));
        }
    }

    private void settle(StoredObject pod, Requests requests) {
        long now = System.nanoTime();
        Long due =
                dueNanos.computeIfAbsent(pod.uid(), _ -> now + delay(pod.tree()).toNanos());
        if (due - now > 0) {
            requests.addAfter(pod.key(), Duration.ofNanos(due - now));
            return;
        }
        String time = actor.now();
        int number = Math.floorMod(pod.uid().hashCode(), 65_000) + 256;
        actor.status(pod, status -> fate.settle(pod.tree(), status, time, "10.1." + number / 256 + "." + number % 256));
    }

    private static Duration delay(Map<String, @Nullable Object> tree) {
        String wished = Tree.text(tree, "metadata", "annotations", Annotations.PRETEND_DELAY);
        if (!wished.isEmpty()) {
            try {
                return wished.endsWith("ms")
                        ? Duration.ofMillis(Long.parseLong(wished.substring(0, wished.length() - 2)))
                        : Duration.parse("PT" + wished.toUpperCase(Locale.ROOT));
            } catch (DateTimeParseException | NumberFormatException e) {
                return Duration.ZERO;
            }
        }
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(300, 600));
    }
}
