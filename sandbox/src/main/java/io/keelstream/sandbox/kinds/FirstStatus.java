package io.keelstream.sandbox.kinds;

import io.keelstream.sandbox.tree.Tree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The status with which objects of some kinds begin: the counters that are always written, at zero. */
final class FirstStatus {

    private FirstStatus() {}

    static void set(String kind, String version, Map<String, @Nullable Object> tree) {
        switch (kind) {
            case "Deployment", "Job", "CronJob", "ResourceQuota" -> tree.put("status", Tree.of());
            case "ReplicaSet", "ReplicationController" -> tree.put("status", Tree.of("replicas", 0));
            case "StatefulSet" -> tree.put("status", Tree.of("replicas", 0, "availableReplicas", 0));
            case "DaemonSet" ->
                tree.put(
                        "status",
                        Tree.of(
                                "currentNumberScheduled", 0,
                                "numberMisscheduled", 0,
                                "desiredNumberScheduled", 0,
                                "numberReady", 0));
            case "PodDisruptionBudget" ->
                tree.put(
                        "status",
                        Tree.of("disruptionsAllowed", 0, "currentHealthy", 0, "desiredHealthy", 0, "expectedPods", 0));
            case "HorizontalPodAutoscaler" -> {
                Map<String, @Nullable Object> status = Tree.of("desiredReplicas", 0);
                if (version.equals("v1")) {
                    status.put("currentReplicas", 0L);
                } else {
                    status.put("currentMetrics", null);
                }
                tree.put("status", status);
            }
            case "Service", "Ingress" -> tree.put("status", Tree.of("loadBalancer", Tree.of()));
            default -> {}
        }
    }
}
