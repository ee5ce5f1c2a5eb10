package io.keelstream.kubernetes.health;

import static io.keelstream.kubernetes.health.HealthAssessment.degraded;
import static io.keelstream.kubernetes.health.HealthAssessment.healthy;
import static io.keelstream.kubernetes.health.HealthAssessment.number;
import static io.keelstream.kubernetes.health.HealthAssessment.progressing;
import static io.keelstream.kubernetes.health.HealthAssessment.suspended;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.ApplyEntry;
import java.util.Objects;

/** Workloads of the group {@code apps}. */
final class WorkloadRules {

    private WorkloadRules() {}

    static HealthStatus deployment(Manifest object, HealthContext context) {
        if (Boolean.TRUE.equals(object.spec().get("paused"))) {
            return suspended("paused");
        }
        Condition progress = Condition.find(object, "Progressing");
        if (progress != null && pastDeadline(progress) && (context.standing() || !beforeApply(object, progress))) {
            return degraded(progress.text());
        }
        long wanted = number(object.spec().get("replicas"), 1);
        long updated = number(object.status().get("updatedReplicas"), 0);
        long all = number(object.status().get("replicas"), 0);
        long available = number(object.status().get("availableReplicas"), 0);
        if (updated < wanted) {
            return progressing(updated + " of " + wanted + " replicas updated" + uncreated(object));
        }
        if (all > updated) {
            return progressing((all - updated) + " old replicas are still terminating");
        }
        return available < updated
                ? progressing(available + " of " + updated + " updated replicas available")
                : healthy();
    }

    /** Why its pods are not even created, e.g. for a quota, as text to append; empty where they are. */
    private static String uncreated(Manifest deployment) {
        Condition failure = Condition.find(deployment, "ReplicaFailure");
        return failure != null && failure.isTrue() ? ": " + failure.text() : "";
    }

    /** Whether the roll-out that is going on has failed for good. */
    static boolean failedForGood(Manifest object) {
        Condition progress = Condition.find(object, "Progressing");
        return progress != null && pastDeadline(progress) && !beforeApply(object, progress);
    }

    /**
     * Whether the condition is about what was there before our last apply. The controller keeps it after a revert, under the
     * new generation, until the first pod of the new roll-out comes or goes.
     */
    private static boolean beforeApply(Manifest object, Condition condition) {
        return ApplyEntry.isBefore(condition.updated(), object);
    }

    private static boolean pastDeadline(Condition progress) {
        return progress.reason().equals("ProgressDeadlineExceeded");
    }

    static HealthStatus replicaSet(Manifest object) {
        Condition failure = Condition.find(object, "ReplicaFailure");
        if (failure != null && failure.isTrue()) {
            return degraded(failure.text());
        }
        long wanted = number(object.spec().get("replicas"), 1);
        long available = number(object.status().get("availableReplicas"), 0);
        return available < wanted ? progressing(available + " of " + wanted + " replicas available") : healthy();
    }

    static HealthStatus statefulSet(Manifest object) {
        long wanted = number(object.spec().get("replicas"), 1);
        long ready = number(object.status().get("readyReplicas"), 0);
        if (ready < wanted) {
            return progressing(ready + " of " + wanted + " replicas ready");
        }
        if ("OnDelete".equals(object.at("spec", "updateStrategy", "type"))) {
            return healthy();
        }
        Object partition = object.at("spec", "updateStrategy", "rollingUpdate", "partition");
        if (partition != null && number(partition, 0) > 0) {
            long due = wanted - number(partition, 0);
            long updated = number(object.status().get("updatedReplicas"), 0);
            return updated < due ? progressing(updated + " of " + due + " replicas updated") : healthy();
        }
        Object update = object.status().get("updateRevision");
        return Objects.equals(update, object.status().get("currentRevision"))
                ? healthy()
                : progressing("rolling to revision " + update);
    }

    static HealthStatus daemonSet(Manifest object) {
        if ("OnDelete".equals(object.at("spec", "updateStrategy", "type"))) {
            return healthy();
        }
        long wanted = number(object.status().get("desiredNumberScheduled"), 0);
        long updated = number(object.status().get("updatedNumberScheduled"), 0);
        long available = number(object.status().get("numberAvailable"), 0);
        if (updated < wanted) {
            return progressing(updated + " of " + wanted + " pods updated");
        }
        return available < wanted ? progressing(available + " of " + wanted + " pods available") : healthy();
    }
}
