package io.keelstream.sandbox.kinds;

import io.keelstream.sandbox.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the server fills in where the user said nothing, for the built-in kinds. Idempotent. Thread-safe. */
final class Defaults {

    private static final String RBAC = "rbac.authorization.k8s.io";

    private static final Map<String, @Nullable Object> A_QUARTER = Tree.of("maxUnavailable", "25%", "maxSurge", "25%");

    private final PodDefaults pods = new PodDefaults();

    void set(String kind, Map<String, @Nullable Object> tree) {
        texts(Tree.within(tree, "metadata"), "labels", "annotations");
        switch (kind) {
            case "Pod" -> {
                pods.set(Tree.within(tree, "spec"));
                pods.setRequests(Tree.within(tree, "spec"));
            }
            case "Deployment" -> deployment(Tree.within(tree, "spec"));
            case "ReplicaSet" -> {
                Map<String, @Nullable Object> spec = Tree.within(tree, "spec");
                spec.putIfAbsent("replicas", 1L);
                pods.set(Tree.within(spec, "template", "spec"));
            }
            case "ReplicationController" -> Tree.within(tree, "spec").putIfAbsent("replicas", 1L);
            case "StatefulSet" -> statefulSet(Tree.within(tree, "spec"));
            case "DaemonSet" -> {
                long generation = Tree.number(1, tree, "metadata", "generation");
                Tree.within(tree, "metadata", "annotations")
                        .putIfAbsent("deprecated.daemonset.template.generation", Long.toString(generation));
                daemonSet(Tree.within(tree, "spec"));
            }
            case "EndpointSlice" -> endpointSlice(tree);
            case "Job" -> job(tree);
            case "CronJob" -> cronJob(Tree.within(tree, "spec"));
            case "Service" -> service(Tree.within(tree, "spec"));
            case "Secret" -> secret(tree);
            case "ConfigMap" -> texts(tree, "data", "binaryData");
            case "Ingress" -> ingress(tree);
            case "HorizontalPodAutoscaler" -> autoscaler(tree);
            case "Namespace" ->
                Tree.within(tree, "metadata", "labels")
                        .put("kubernetes.io/metadata.name", Tree.text(tree, "metadata", "name"));
            case "PersistentVolumeClaim" -> Tree.within(tree, "spec").putIfAbsent("volumeMode", "Filesystem");
            case "PersistentVolume" -> {
                Tree.within(tree, "spec").putIfAbsent("volumeMode", "Filesystem");
                Tree.within(tree, "spec").putIfAbsent("persistentVolumeReclaimPolicy", "Retain");
            }
            case "StorageClass" -> {
                tree.putIfAbsent("reclaimPolicy", "Delete");
                tree.putIfAbsent("volumeBindingMode", "Immediate");
            }
            case "PriorityClass" -> tree.putIfAbsent("preemptionPolicy", "PreemptLowerPriority");
            case "RoleBinding", "ClusterRoleBinding" -> binding(tree);
            case "NetworkPolicy" -> networkPolicy(Tree.within(tree, "spec"));
            case "CustomResourceDefinition" -> definition(Tree.within(tree, "spec"));
            default -> {}
        }
    }

    private void deployment(Map<String, @Nullable Object> spec) {
        spec.putIfAbsent("replicas", 1L);
        spec.putIfAbsent("revisionHistoryLimit", 10L);
        spec.putIfAbsent("progressDeadlineSeconds", 600L);
        Map<String, @Nullable Object> strategy = Tree.within(spec, "strategy");
        strategy.putIfAbsent("type", "RollingUpdate");
        if (Objects.equals(strategy.get("type"), "RollingUpdate")) {
            Map<String, @Nullable Object> rolling = Tree.within(strategy, "rollingUpdate");
            A_QUARTER.forEach(rolling::putIfAbsent);
        }
        pods.set(Tree.within(spec, "template", "spec"));
    }

    private void statefulSet(Map<String, @Nullable Object> spec) {
        spec.putIfAbsent("replicas", 1L);
        spec.putIfAbsent("revisionHistoryLimit", 10L);
        spec.putIfAbsent("podManagementPolicy", "OrderedReady");
        Map<String, @Nullable Object> strategy = Tree.within(spec, "updateStrategy");
        strategy.putIfAbsent("type", "RollingUpdate");
        if (Objects.equals(strategy.get("type"), "RollingUpdate")) {
            Tree.within(strategy, "rollingUpdate").putIfAbsent("partition", 0L);
        }
        Map<String, @Nullable Object> retention = Tree.within(spec, "persistentVolumeClaimRetentionPolicy");
        retention.putIfAbsent("whenDeleted", "Retain");
        retention.putIfAbsent("whenScaled", "Retain");
        for (Map<String, @Nullable Object> claim : Tree.maps(spec, "volumeClaimTemplates")) {
            claim.putIfAbsent("kind", "PersistentVolumeClaim");
            claim.putIfAbsent("apiVersion", "v1");
            Tree.within(claim, "spec").putIfAbsent("volumeMode", "Filesystem");
            Tree.within(claim, "status").putIfAbsent("phase", "Pending");
        }
        pods.set(Tree.within(spec, "template", "spec"));
    }

    private void daemonSet(Map<String, @Nullable Object> spec) {
        spec.putIfAbsent("revisionHistoryLimit", 10L);
        Map<String, @Nullable Object> strategy = Tree.within(spec, "updateStrategy");
        strategy.putIfAbsent("type", "RollingUpdate");
        if (Objects.equals(strategy.get("type"), "RollingUpdate")) {
            Map<String, @Nullable Object> rolling = Tree.within(strategy, "rollingUpdate");
            rolling.putIfAbsent("maxUnavailable", 1L);
            rolling.putIfAbsent("maxSurge", 0L);
        }
        pods.set(Tree.within(spec, "template", "spec"));
    }

    private void job(Map<String, @Nullable Object> tree) {
        Map<String, @Nullable Object> spec = Tree.within(tree, "spec");
        if (!spec.containsKey("completions") && !spec.containsKey("parallelism")) {
            spec.put("completions", 1L);
        }
        spec.putIfAbsent("parallelism", 1L);
        spec.putIfAbsent("backoffLimit", 6L);
        spec.putIfAbsent("completionMode", "NonIndexed");
        spec.putIfAbsent("suspend", false);
        spec.putIfAbsent("manualSelector", false);
        spec.putIfAbsent("podReplacementPolicy", "TerminatingOrFailed");
        pods.set(Tree.within(spec, "template", "spec"));
    }

    private void cronJob(Map<String, @Nullable Object> spec) {
        spec.putIfAbsent("concurrencyPolicy", "Allow");
        spec.putIfAbsent("suspend", false);
        spec.putIfAbsent("successfulJobsHistoryLimit", 3L);
        spec.putIfAbsent("failedJobsHistoryLimit", 1L);
        Tree.within(spec, "jobTemplate", "metadata");
        Tree.within(spec, "jobTemplate", "spec", "template", "metadata");
        pods.set(Tree.within(spec, "jobTemplate", "spec", "template", "spec"));
    }

    private static void service(Map<String, @Nullable Object> spec) {
        spec.putIfAbsent("type", "ClusterIP");
        spec.putIfAbsent("sessionAffinity", "None");
        String type = Tree.text(spec, "type");
        if (!type.equals("ExternalName")) {
            spec.putIfAbsent("internalTrafficPolicy", "Cluster");
        }
        if (type.equals("NodePort") || type.equals("LoadBalancer")) {
            spec.putIfAbsent("externalTrafficPolicy", "Cluster");
        }
        if (type.equals("LoadBalancer")) {
            spec.putIfAbsent("allocateLoadBalancerNodePorts", true);
        }
        if (Tree.text(spec, "sessionAffinity").equals("ClientIP")) {
            Tree.within(spec, "sessionAffinityConfig", "clientIP").putIfAbsent("timeoutSeconds", 10_800L);
        }
        for (Map<String, @Nullable Object> port : Tree.maps(spec, "ports")) {
            port.putIfAbsent("protocol", "TCP");
            Object target = port.get("targetPort");
            if (target == null || target.equals(0L) || target.equals("")) {
                port.put("targetPort", port.get("port"));
            }
        }
    }

    /** Null in a map of texts is an empty text. */
    private static void texts(Map<String, @Nullable Object> tree, String... fields) {
        for (String field : fields) {
            if (tree.get(field) instanceof Map<?, ?>) {
                Tree.within(tree, field).replaceAll((key, value) -> value == null ? "" : value);
            }
        }
    }

    private static void secret(Map<String, @Nullable Object> tree) {
        tree.putIfAbsent("type", "Opaque");
        texts(tree, "data", "stringData");
        if (tree.remove("stringData") instanceof Map<?, ?> plain) {
            Map<String, @Nullable Object> data = Tree.within(tree, "data");
            plain.forEach((key, value) -> data.put(
                    String.valueOf(key),
                    Base64.getEncoder().encodeToString(String.valueOf(value).getBytes(StandardCharsets.UTF_8))));
        }
    }

    private static void ingress(Map<String, @Nullable Object> tree) {
        for (Map<String, @Nullable Object> rule : Tree.maps(tree, "spec", "rules")) {
            for (Map<String, @Nullable Object> path : Tree.maps(rule, "http", "paths")) {
                path.putIfAbsent("pathType", "ImplementationSpecific");
            }
        }
    }

    private static void endpointSlice(Map<String, @Nullable Object> tree) {
        Tree.maps(tree, "endpoints").forEach(endpoint -> endpoint.putIfAbsent("conditions", Tree.of()));
        for (Map<String, @Nullable Object> port : Tree.maps(tree, "ports")) {
            port.putIfAbsent("name", "");
            port.putIfAbsent("protocol", "TCP");
        }
    }

    private static void binding(Map<String, @Nullable Object> tree) {
        Tree.within(tree, "roleRef").merge("apiGroup", RBAC, Defaults::unlessEmpty);
        for (Map<String, @Nullable Object> subject : Tree.maps(tree, "subjects")) {
            String kind = Tree.text(subject, "kind");
            if (kind.equals("User") || kind.equals("Group")) {
                subject.merge("apiGroup", RBAC, Defaults::unlessEmpty);
            }
        }
    }

    private static Object unlessEmpty(Object written, Object otherwise) {
        return written.equals("") ? otherwise : written;
    }

    private static void networkPolicy(Map<String, @Nullable Object> spec) {
        spec.putIfAbsent(
                "policyTypes",
                new java.util.ArrayList<@Nullable Object>(
                        spec.containsKey("egress") ? List.of("Ingress", "Egress") : List.of("Ingress")));
        for (String direction : List.of("ingress", "egress")) {
            for (Map<String, @Nullable Object> rule : Tree.maps(spec, direction)) {
                Tree.maps(rule, "ports").forEach(port -> port.putIfAbsent("protocol", "TCP"));
            }
        }
    }

    private static void definition(Map<String, @Nullable Object> spec) {
        Tree.within(spec, "conversion").putIfAbsent("strategy", "None");
        Map<String, @Nullable Object> names = Tree.within(spec, "names");
        String kind = Tree.text(names, "kind");
        if (!kind.isEmpty()) {
            names.putIfAbsent("singular", kind.toLowerCase(java.util.Locale.ROOT));
            names.putIfAbsent("listKind", kind + "List");
        }
    }

    private static void autoscaler(Map<String, @Nullable Object> tree) {
        Map<String, @Nullable Object> spec = Tree.within(tree, "spec");
        spec.putIfAbsent("minReplicas", 1L);
        if (Tree.text(tree, "apiVersion").equals("autoscaling/v2")
                && Tree.list(spec, "metrics").isEmpty()) {
            Map<String, @Nullable Object> target = Tree.of("type", "Utilization", "averageUtilization", 80);
            spec.put(
                    "metrics",
                    new ArrayList<@Nullable Object>(List.of(
                            Tree.of("type", "Resource", "resource", Tree.of("name", "cpu", "target", target)))));
        }
    }
}
