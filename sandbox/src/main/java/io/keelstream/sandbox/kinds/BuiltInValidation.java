package io.keelstream.sandbox.kinds;

import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules of the common kinds that people break: required parts, selectors that fit, what cannot be changed later. */
final class BuiltInValidation {

    private final WorkloadValidation workloads = new WorkloadValidation();

    List<FieldError> check(
            String kind, @Nullable Map<String, @Nullable Object> live, Map<String, @Nullable Object> next) {
        List<FieldError> errors = new ArrayList<>();
        switch (kind) {
            case "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet" -> workloads.workload(kind, live, next, errors);
            case "Job" -> workloads.job(live, next, errors);
            case "CronJob" -> workloads.cronJob(next, errors);
            case "Pod" -> workloads.pod(live, next, errors);
            case "Service" -> NetworkValidation.service(live, next, errors);
            case "ConfigMap", "Secret" -> {
                ContentValidation.check(kind, next, errors);
                Immutability.contents(kind, live, next, errors);
            }
            case "Role", "ClusterRole" -> role(next, errors);
            case "RoleBinding", "ClusterRoleBinding" -> binding(live, next, errors);
            case "PersistentVolumeClaim" -> claim(live, next, errors);
            case "Ingress" -> NetworkValidation.ingress(next, errors);
            case "HorizontalPodAutoscaler" -> autoscaler(next, errors);
            case "CustomResourceDefinition" -> DefinitionValidation.check(live, next, errors);
            case "PodDisruptionBudget" -> budget(next, errors);
            default -> {}
        }
        return errors;
    }

    private static void binding(
            @Nullable Map<String, @Nullable Object> live, Map<String, @Nullable Object> next, List<FieldError> errors) {
        if (Tree.text(next, "roleRef", "name").isEmpty()) {
            errors.add(FieldError.required("roleRef.name", ""));
        }
        if (live != null && !Objects.equals(live.get("roleRef"), next.get("roleRef"))) {
            errors.add(FieldError.invalid("roleRef", inGo(Tree.map(next, "roleRef")), "cannot change roleRef"));
        }
    }

    private static void claim(
            @Nullable Map<String, @Nullable Object> live, Map<String, @Nullable Object> next, List<FieldError> errors) {
        Map<String, @Nullable Object> spec = Tree.map(next, "spec");
        if (Tree.list(spec, "accessModes").isEmpty()) {
            errors.add(FieldError.required("spec.accessModes", "at least 1 access mode is required"));
        }
        if (Tree.at(spec, "resources", "requests", "storage") == null) {
            errors.add(FieldError.required("spec.resources[storage]", ""));
        }
        if (live != null) {
            Map<String, @Nullable Object> before = Tree.copy(Tree.map(live, "spec"));
            Map<String, @Nullable Object> after = Tree.copy(spec);
            for (Map<String, @Nullable Object> side : List.of(before, after)) {
                side.remove("resources");
                side.remove("volumeName");
            }
            if (!before.equals(after)) {
                errors.add(FieldError.forbidden(
                        "spec",
                        "spec is immutable after creation except resources.requests and volumeAttributesClassName for"
                                + " bound claims"));
            }
        }
    }

    private static void autoscaler(Map<String, @Nullable Object> next, List<FieldError> errors) {
        Map<String, @Nullable Object> spec = Tree.map(next, "spec");
        long most = Tree.number(0, spec, "maxReplicas");
        long least = Tree.number(1, spec, "minReplicas");
        if (most < 1) {
            errors.add(FieldError.required("spec.maxReplicas", "must be set and greater than 0"));
        }
        if (most < least) {
            errors.add(FieldError.invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`"));
        }
        if (!Tree.text(spec, "scaleTargetRef", "apiVersion").contains("/")) {
            errors.add(FieldError.invalid(
                    "spec.scaleTargetRef.apiVersion",
                    Tree.text(spec, "scaleTargetRef", "apiVersion"),
                    "apiVersion must specify API group"));
        }
        if (Tree.text(spec, "scaleTargetRef", "kind").isEmpty()) {
            errors.add(FieldError.required("spec.scaleTargetRef.kind", ""));
        }
        if (Tree.text(spec, "scaleTargetRef", "name").isEmpty()) {
            errors.add(FieldError.required("spec.scaleTargetRef.name", ""));
        }
    }

    private static void role(Map<String, @Nullable Object> next, List<FieldError> errors) {
        List<Map<String, @Nullable Object>> rules = Tree.maps(next, "rules");
        for (int i = 0; i < rules.size(); i++) {
            if (Tree.list(rules.get(i), "verbs").isEmpty()) {
                errors.add(FieldError.required("rules[" + i + "].verbs", "verbs must contain at least one value"));
            }
        }
    }

    private static void budget(Map<String, @Nullable Object> next, List<FieldError> errors) {
        if (Tree.at(next, "spec", "minAvailable") != null && Tree.at(next, "spec", "maxUnavailable") != null) {
            errors.add(FieldError.invalid(
                    "spec", Tree.map(next, "spec"), "minAvailable and maxUnavailable cannot be both set"));
        }
    }

    /** The reference as the real server shows it: by the names of Go's fields. */
    private static Map<String, @Nullable Object> inGo(Map<String, @Nullable Object> reference) {
        return Tree.of(
                "APIGroup", reference.get("apiGroup"), "Kind", reference.get("kind"), "Name", reference.get("name"));
    }
}
