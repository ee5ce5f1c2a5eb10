package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.control.Requests;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the status of a deployment: the counts, whether it is available, and how its rollout goes. */
final class DeploymentStatus {

    private static final long NO_DEADLINE = Integer.MAX_VALUE;

    private final Actor actor;

    DeploymentStatus(Actor actor) {
        this.actor = actor;
    }

    private record Counts(long wanted, long total, long updated, long ready, long available, long least) {

        boolean complete() {
            return updated == wanted && total == wanted && available == wanted;
        }
    }

    void write(StoredObject started, List<StoredObject> sets, Optional<StoredObject> newest, Requests requests) {
        StoredObject deployment = actor.get(started.key());
        if (deployment == null) {
            return;
        }
        Counts counts = counts(deployment, sets, newest);
        // The generation that was acted on: what came after it is looked at next.
        long observed = Tree.number(1, started.tree(), "metadata", "generation");
        String now = actor.now();
        actor.status(deployment, status -> {
            available(status, counts, now);
            progress(deployment, status, counts, newest, now);
            status.put("observedGeneration", Math.max(observed, Tree.number(0, status, "observedGeneration")));
            count(status, "replicas", counts.total);
            count(status, "updatedReplicas", counts.updated);
            count(status, "readyReplicas", counts.ready);
            count(status, "availableReplicas", counts.available);
            count(status, "unavailableReplicas", Math.max(0, counts.total - counts.available));
            status.put("terminatingReplicas", sum(sets, "terminatingReplicas"));
        });
        waitForDeadline(deployment, requests);
    }

    private static Counts counts(StoredObject deployment, List<StoredObject> sets, Optional<StoredObject> newest) {
        long wanted = Tree.number(1, deployment.tree(), "spec", "replicas");
        Object most = Tree.at(deployment.tree(), "spec", "strategy", "rollingUpdate", "maxUnavailable");
        boolean recreate =
                Tree.text(deployment.tree(), "spec", "strategy", "type").equals("Recreate");
        long unavailable = recreate ? 0 : Math.min(wanted, Amounts.of(most, wanted, false, 0));
        return new Counts(
                wanted,
                sum(sets, "replicas"),
                newest.map(set -> sum(List.of(set), "replicas")).orElse(0L),
                sum(sets, "readyReplicas"),
                sum(sets, "availableReplicas"),
                wanted - unavailable);
    }

    private static void available(Map<String, @Nullable Object> status, Counts counts, String now) {
        boolean enough = counts.available >= counts.least;
        condition(
                status,
                "Available",
                enough ? "True" : "False",
                enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
                now);
    }

    private static void progress(
            StoredObject deployment,
            Map<String, @Nullable Object> status,
            Counts counts,
            Optional<StoredObject> newest,
            String now) {
        if (deadline(deployment) == NO_DEADLINE || newest.isEmpty()) {
            return;
        }
        String name = newest.get().name();
        Map<String, @Nullable Object> before = Conditions.of(status, "Progressing");
        String reason = Tree.text(before, "reason");
        boolean sameSet = Tree.text(before, "message").contains("\"" + name + "\"");
        boolean moved = counts.updated > Tree.number(0, status, "updatedReplicas")
                || counts.ready > Tree.number(0, status, "readyReplicas")
                || counts.available > Tree.number(0, status, "availableReplicas")
                || counts.total - counts.updated
                        < Tree.number(0, status, "replicas") - Tree.number(0, status, "updatedReplicas");
        if (Tree.flag(deployment.tree(), "spec", "paused")) {
            if (!reason.equals("DeploymentPaused")) {
                condition(status, "Progressing", "Unknown", "DeploymentPaused", "Deployment is paused", now);
            }
        } else if (counts.complete()) {
            if (!reason.equals("NewReplicaSetAvailable") || !sameSet) {
                String message = "ReplicaSet \"" + name + "\" has successfully progressed.";
                condition(status, "Progressing", "True", "NewReplicaSetAvailable", message, now);
            }
        } else if (reason.isEmpty() || (!sameSet && createdSince(before, newest.get()))) {
            String message = "Created new replica set \"" + name + "\"";
            condition(status, "Progressing", "True", "NewReplicaSetCreated", message, now);
        } else if (moved) {
            String message = "ReplicaSet \"" + name + "\" is progressing.";
            condition(status, "Progressing", "True", "ReplicaSetUpdated", message, now);
        } else if (!reason.equals("NewReplicaSetAvailable")
                && !reason.equals("ProgressDeadlineExceeded")
                && timedOut(deployment, before, Instant.parse(now))) {
            String message = "ReplicaSet \"" + name + "\" has timed out progressing.";
            condition(status, "Progressing", "False", "ProgressDeadlineExceeded", message, now);
        }
    }

    /** A set that was there before, as after a revert, changes no condition until its pods do. */
    private static boolean createdSince(Map<String, @Nullable Object> condition, StoredObject set) {
        Instant created = Instant.parse(Tree.text(set.tree(), "metadata", "creationTimestamp"));
        return !created.isBefore(Instant.parse(Tree.text(condition, "lastUpdateTime")));
    }

    private static void condition(
            Map<String, @Nullable Object> status,
            String type,
            String value,
            String reason,
            String message,
            String now) {
        Map<String, @Nullable Object> before = Conditions.of(status, type);
        boolean same = value.equals(before.get("status")) && reason.equals(before.get("reason"));
        Object updated = same && !type.equals("Progressing") ? before.get("lastUpdateTime") : now;
        Conditions.set(
                status,
                Tree.of(
                        "type", type,
                        "status", value,
                        "lastUpdateTime", updated,
                        "reason", reason,
                        "message", message),
                now);
    }

    private void waitForDeadline(StoredObject deployment, Requests requests) {
        StoredObject latest = actor.get(deployment.key());
        if (latest == null || deadline(latest) == NO_DEADLINE) {
            return;
        }
        Map<String, @Nullable Object> progressing = Conditions.of(Tree.map(latest.tree(), "status"), "Progressing");
        boolean running = Tree.text(progressing, "status").equals("True")
                && !Tree.text(progressing, "reason").equals("NewReplicaSetAvailable");
        if (running) {
            Instant end =
                    Instant.parse(Tree.text(progressing, "lastUpdateTime")).plusSeconds(deadline(latest) + 1);
            Duration left = Duration.between(actor.instant(), end);
            requests.addAfter(latest.key(), left.isPositive() ? left : Duration.ofSeconds(1));
        }
    }

    private static boolean timedOut(StoredObject deployment, Map<String, @Nullable Object> progressing, Instant now) {
        String updated = Tree.text(progressing, "lastUpdateTime");
        return !updated.isEmpty()
                && Instant.parse(updated).plusSeconds(deadline(deployment)).isBefore(now);
    }

    private static long deadline(StoredObject deployment) {
        return Tree.number(600, deployment.tree(), "spec", "progressDeadlineSeconds");
    }

    private static long sum(List<StoredObject> sets, String field) {
        return sets.stream()
                .mapToLong(set -> Tree.number(0, set.tree(), "status", field))
                .sum();
    }

    private static void count(Map<String, @Nullable Object> status, String field, long value) {
        Tree.set(status, field, value == 0 ? null : (Long) value);
    }
}
