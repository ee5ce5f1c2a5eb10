package io.keelstream.sandbox.kinds;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.selector.LabelSelector;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of the common kinds that people break: required parts, selectors that fit, what cannot be changed later. */
final class BuiltInValidation {

    private static final String IMMUTABLE = "field is immutable";

    private final PodValidation pods = new PodValidation();

    List<FieldError> check(
            String kind, @Nullable Map<String, @Nullable Object> live, Map<String, @Nullable Object> next) {
        List<FieldError> errors = new ArrayList<>();
        switch (kind) {
            case "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet" -> workload(kind, live, next, errors);
            case "Job" -> job(live, next, errors);
            case "CronJob" -> {
                if (Tree.text(next, "spec", "schedule").isEmpty()) {
                    errors.add(FieldError.required("spec.schedule", ""));
                }
                pods.check(
                        Tree.map(next, "spec", "jobTemplate", "spec", "template", "spec"),
                        "spec.jobTemplate.spec.template.spec",
                        Set.of("OnFailure", "Never"),
                        errors);
            }
            case "Pod" -> pod(live, next, errors);
            case "Service" -> service(live, next, errors);
            case "ConfigMap", "Secret" -> immutable(kind, live, next, errors);
            case "RoleBinding", "ClusterRoleBinding" -> binding(live, next, errors);
            case "PersistentVolumeClaim" -> claim(live, next, errors);
            case "Ingress" -> ingress(next, errors);
            case "HorizontalPodAutoscaler" -> autoscaler(next, errors);
            case "CustomResourceDefinition" -> definition(live, next, errors);
            case "PodDisruptionBudget" -> {
                if (Tree.at(next, "spec", "minAvailable") != null && Tree.at(next, "spec", "maxUnavailable") != null) {
                    errors.add(FieldError.invalid(
                            "spec", Tree.map(next, "spec"), "minAvailable and maxUnavailable cannot be both set"));
                }
            }
            default -> {}
        }
        return errors;
    }

    private void workload(
            String kind,
            @Nullable Map<String, @Nullable Object> live,
            Map<String, @Nullable Object> next,
            List<FieldError> errors) {
        Map<String, @Nullable Object> spec = Tree.map(next, "spec");
        long replicas = Tree.number(1, spec, "replicas");
        if (replicas < 0) {
            errors.add(FieldError.invalid("spec.replicas", replicas, "must be greater than or equal to 0"));
        }
        Map<String, @Nullable Object> selector = Tree.map(spec, "selector");
        Map<String, @Nullable Object> labels = Tree.map(spec, "template", "metadata", "labels");
        Map<String, String> texts = new HashMap<>();
        labels.forEach((key, value) -> texts.put(key, String.valueOf(value)));
        if (spec.get("selector") == null) {
            errors.add(FieldError.required("spec.selector", ""));
            errors.add(mismatch(labels));
        } else if (selector.isEmpty()) {
            errors.add(FieldError.invalid(
                    "spec.selector",
                    Tree.of(),
                    "empty selector is invalid for " + kind.toLowerCase(java.util.Locale.ROOT)));
        } else if (!LabelSelector.of(selector).matches(texts)) {
            errors.add(mismatch(labels));
        }
        pods.check(Tree.map(spec, "template", "spec"), "spec.template.spec", Set.of("Always"), errors);
        if (live == null) {
            return;
        }
        if (kind.equals("StatefulSet")) {
            statefulSet(Tree.map(live, "spec"), spec, errors);
        } else {
            unchanged(live, next, errors, "spec", "selector");
        }
    }

    private static FieldError mismatch(Map<String, @Nullable Object> labels) {
        return FieldError.invalid(
                "spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
    }

    private static void statefulSet(
            Map<String, @Nullable Object> before, Map<String, @Nullable Object> after, List<FieldError> errors) {
        Set<String> free = Set.of(
                "replicas",
                "ordinals",
                "template",
                "updateStrategy",
                "revisionHistoryLimit",
                "persistentVolumeClaimRetentionPolicy",
                "minReadySeconds");
        Set<String> keys = new HashSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeAll(free);
        if (keys.stream().anyMatch(key -> !Objects.equals(before.get(key), after.get(key)))) {
            errors.add(FieldError.forbidden(
                    "spec",
                    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                            + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                            + " 'minReadySeconds' are forbidden"));
        }
    }

    private void job(
            @Nullable Map<String, @Nullable Object> live, Map<String, @Nullable Object> next, List<FieldError> errors) {
        pods.check(
                Tree.map(next, "spec", "template", "spec"), "spec.template.spec", Set.of("OnFailure", "Never"), errors);
        if (live != null) {
            unchanged(live, next, errors, "spec", "selector");
            unchanged(live, next, errors, "spec", "template");
            unchanged(live, next, errors, "spec", "completions");
        }
    }

    private void pod(
            @Nullable Map<String, @Nullable Object> live, Map<String, @Nullable Object> next, List<FieldError> errors) {
        pods.check(Tree.map(next, "spec"), "spec", Set.of("Always", "OnFailure", "Never"), errors);
        if (live != null && !frozen(live).equals(frozen(next))) {
            errors.add(FieldError.forbidden(
                    "spec",
                    "pod updates may not change fields other than `spec.containers[*].image`,"
                            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
                            + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be"
                            + " set to 1 if it was previously negative)"));
        }
    }

    private static Map<String, @Nullable Object> frozen(Map<String, @Nullable Object> pod) {
        Map<String, @Nullable Object> spec = Tree.copy(Tree.map(pod, "spec"));
        List.of("activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "nodeName")
                .forEach(spec::remove);
        for (String list : List.of("containers", "initContainers")) {
            Tree.maps(spec, list).forEach(container -> container.remove("image"));
        }
        return spec;
    }

    private static void service(
            @Nullable Map<String, @Nullable Object> live, Map<String, @Nullable Object> next, List<FieldError> errors) {
        Map<String, @Nullable Object> spec = Tree.map(next, "spec");
        List<Map<String, @Nullable Object>> ports = Tree.maps(spec, "ports");
        String type = Tree.text(spec, "type");
        boolean headless = Tree.text(spec, "clusterIP").equals("None");
        if (ports.isEmpty() && !headless && !type.equals("ExternalName")) {
            errors.add(FieldError.required("spec.ports", ""));
        }
        for (int i = 0; i < ports.size(); i++) {
            String path = "spec.ports[" + i + "]";
            long port = Tree.number(0, ports.get(i), "port");
            if (ports.size() > 1 && Tree.text(ports.get(i), "name").isEmpty()) {
                errors.add(FieldError.required(path + ".name", ""));
            }
            if (port < 1 || port > 65_535) {
                errors.add(FieldError.invalid(path + ".port", port, "must be between 1 and 65535, inclusive"));
            }
            if (ports.get(i).get("targetPort") instanceof Long target && (target < 1 || target > 65_535)) {
                errors.add(FieldError.invalid(path + ".targetPort", target, "must be between 1 and 65535, inclusive"));
            }
        }
        List<String> types = List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        if (!types.contains(type)) {
            errors.add(FieldError.unsupported("spec.type", type, types));
        }
        if (live != null && !Tree.text(live, "spec", "type").equals("ExternalName") && !type.equals("ExternalName")) {
            Object before = Tree.at(live, "spec", "clusterIP");
            if (!Objects.equals(before, spec.get("clusterIP"))) {
                List<@Nullable Object> shown = new ArrayList<>();
                shown.add(spec.get("clusterIP"));
                errors.add(FieldError.invalid("spec.clusterIPs[0]", shown, "may not change once set"));
            }
        }
    }

    private static void immutable(
            String kind,
            @Nullable Map<String, @Nullable Object> live,
            Map<String, @Nullable Object> next,
            List<FieldError> errors) {
        if (live == null) {
            return;
        }
        if (kind.equals("Secret") && !Objects.equals(live.get("type"), next.get("type"))) {
            errors.add(FieldError.invalid("type", next.get("type"), IMMUTABLE));
        }
        if (Tree.flag(live, "immutable")) {
            if (!Tree.flag(next, "immutable")) {
                errors.add(FieldError.forbidden("immutable", "field is immutable when `immutable` is set"));
            }
            for (String field : List.of("data", "binaryData")) {
                if (!Objects.equals(live.get(field), next.get(field))) {
                    errors.add(FieldError.forbidden(field, "field is immutable when `immutable` is set"));
                }
            }
        }
    }

    private static void binding(
            @Nullable Map<String, @Nullable Object> live, Map<String, @Nullable Object> next, List<FieldError> errors) {
        if (Tree.text(next, "roleRef", "name").isEmpty()) {
            errors.add(FieldError.required("roleRef.name", ""));
        }
        if (live != null && !Objects.equals(live.get("roleRef"), next.get("roleRef"))) {
            errors.add(FieldError.invalid("roleRef", next.get("roleRef"), "cannot change roleRef"));
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

    private static void ingress(Map<String, @Nullable Object> next, List<FieldError> errors) {
        Map<String, @Nullable Object> spec = Tree.map(next, "spec");
        List<Map<String, @Nullable Object>> rules = Tree.maps(spec, "rules");
        if (rules.isEmpty() && spec.get("defaultBackend") == null) {
            errors.add(FieldError.invalid("spec", spec, "either `defaultBackend` or `rules` must be specified"));
        }
        for (int i = 0; i < rules.size(); i++) {
            List<Map<String, @Nullable Object>> paths = Tree.maps(rules.get(i), "http", "paths");
            for (int j = 0; j < paths.size(); j++) {
                String place = "spec.rules[" + i + "].http.paths[" + j + "]";
                String path = Tree.text(paths.get(j), "path");
                boolean free = Tree.text(paths.get(j), "pathType").equals("ImplementationSpecific");
                if (!free && !path.startsWith("/")) {
                    errors.add(FieldError.invalid(place + ".path", path, "must be an absolute path"));
                }
            }
        }
    }

    private static void autoscaler(Map<String, @Nullable Object> next, List<FieldError> errors) {
        Map<String, @Nullable Object> spec = Tree.map(next, "spec");
        long most = Tree.number(0, spec, "maxReplicas");
        long least = Tree.number(1, spec, "minReplicas");
        if (most < 1) {
            errors.add(FieldError.invalid("spec.maxReplicas", most, "must be greater than 0"));
        }
        if (most < least) {
            errors.add(FieldError.invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`"));
        }
        if (Tree.text(spec, "scaleTargetRef", "kind").isEmpty()) {
            errors.add(FieldError.required("spec.scaleTargetRef.kind", ""));
        }
        if (Tree.text(spec, "scaleTargetRef", "name").isEmpty()) {
            errors.add(FieldError.required("spec.scaleTargetRef.name", ""));
        }
    }

    private static void definition(
            @Nullable Map<String, @Nullable Object> live, Map<String, @Nullable Object> next, List<FieldError> errors) {
        Map<String, @Nullable Object> spec = Tree.map(next, "spec");
        String expected = Tree.text(spec, "names", "plural") + "." + Tree.text(spec, "group");
        String name = Tree.text(next, "metadata", "name");
        if (!name.equals(expected)) {
            errors.add(FieldError.invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
        }
        List<Map<String, @Nullable Object>> versions = Tree.maps(spec, "versions");
        long stored = versions.stream()
                .filter(version -> Tree.flag(version, "storage"))
                .count();
        if (stored != 1) {
            errors.add(FieldError.invalid(
                    "spec.versions", spec.get("versions"), "must have exactly one version marked as storage version"));
        }
        for (int i = 0; i < versions.size(); i++) {
            if (Tree.map(versions.get(i), "schema", "openAPIV3Schema").isEmpty()) {
                errors.add(
                        FieldError.required("spec.versions[" + i + "].schema.openAPIV3Schema", "schemas are required"));
            }
        }
        List<String> scopes = List.of("Cluster", "Namespaced");
        String scope = Tree.text(spec, "scope");
        if (!scopes.contains(scope)) {
            errors.add(FieldError.unsupported("spec.scope", scope, scopes));
        }
        if (live != null) {
            unchanged(live, next, errors, "spec", "group");
            unchanged(live, next, errors, "spec", "scope");
            unchanged(live, next, errors, "spec", "names", "plural");
            unchanged(live, next, errors, "spec", "names", "kind");
        }
    }

    private static void unchanged(
            Map<String, @Nullable Object> live,
            Map<String, @Nullable Object> next,
            List<FieldError> errors,
            String... path) {
        Object after = Tree.at(next, path);
        if (!Objects.equals(Tree.at(live, path), after)) {
            errors.add(FieldError.invalid(String.join(".", path), Manifest.copyOf(after), IMMUTABLE));
        }
    }
}
