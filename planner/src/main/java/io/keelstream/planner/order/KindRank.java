package io.keelstream.planner.order;

import io.keelstream.kubernetes.object.GroupKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A customary order of kinds, from what others stand on to what stands on others. It only breaks ties between objects
 * that do not depend on each other, and orders hooks of one weight, as Helm does, and deletions, whose bodies are not known. Matched by
 * group and kind. Pure.
 */
public final class KindRank {

    private static final List<String> FIRST_TO_LAST = List.of(
            "Namespace",
            "CustomResourceDefinition.apiextensions.k8s.io",
            "PriorityClass.scheduling.k8s.io",
            "RuntimeClass.node.k8s.io",
            "StorageClass.storage.k8s.io",
            "IngressClass.networking.k8s.io",
            "GatewayClass.gateway.networking.k8s.io",
            "ResourceQuota",
            "LimitRange",
            "NetworkPolicy.networking.k8s.io",
            "ServiceAccount",
            "ClusterRole.rbac.authorization.k8s.io",
            "ClusterRoleBinding.rbac.authorization.k8s.io",
            "Role.rbac.authorization.k8s.io",
            "RoleBinding.rbac.authorization.k8s.io",
            "Secret",
            "ConfigMap",
            "PersistentVolume",
            "PersistentVolumeClaim",
            "Service",
            "PodDisruptionBudget.policy",
            "DaemonSet.apps",
            "Deployment.apps",
            "StatefulSet.apps",
            "ReplicaSet.apps",
            "Pod",
            "Job.batch",
            "CronJob.batch",
            "HorizontalPodAutoscaler.autoscaling",
            "Gateway.gateway.networking.k8s.io",
            "Ingress.networking.k8s.io",
            "*",
            "APIService.apiregistration.k8s.io",
            "MutatingWebhookConfiguration.admissionregistration.k8s.io",
            "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
            "ValidatingAdmissionPolicy.admissionregistration.k8s.io",
            "ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io");

    private static final Map<String, Integer> RANKS = ranks();

    private KindRank() {}

    /** Lower comes earlier; kinds that are not listed stand between workloads and what intercepts requests. */
    public static int of(GroupKind groupKind) {
        Integer rank = RANKS.get(groupKind.toString());
        return rank != null ? rank : RANKS.getOrDefault("*", 0);
    }

    private static Map<String, Integer> ranks() {
        Map<String, Integer> ranks = new HashMap<>();
        for (String kind : FIRST_TO_LAST) {
            ranks.put(kind, ranks.size());
        }
        return Map.copyOf(ranks);
    }
}
