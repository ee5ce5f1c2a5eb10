package io.keelstream.sandbox.kinds;

import io.keelstream.sandbox.schema.Quantity;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.tree.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of a pod's spec that people break. */
final class PodValidation {

    /** The restart policies of pods that are to end. */
    static final Set<String> JOB = Set.of("OnFailure", "Never");

    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final String LABEL_RULE = "a lowercase RFC 1123 label must consist of lower case alphanumeric"
            + " characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
            + " regex used for validation is '" + LABEL.pattern() + "')";

    /**
     * Checks a spec.
     *
     * @param path where it stands
     * @param policies allowed restart policies
     * @param errors gets what is wrong
     */
    void check(Map<String, @Nullable Object> spec, String path, Set<String> policies, List<FieldError> errors) {
        Set<String> volumes = volumes(spec, path, errors);
        List<Map<String, @Nullable Object>> containers = Tree.maps(spec, "containers");
        if (containers.isEmpty()) {
            errors.add(FieldError.required(path + ".containers", ""));
        }
        Set<String> names = new HashSet<>();
        containers(containers, path + ".containers", volumes, names, errors);
        containers(Tree.maps(spec, "initContainers"), path + ".initContainers", volumes, names, errors);
        String policy = Tree.text(spec, "restartPolicy");
        if (!policies.contains(policy)) {
            errors.add(
                    policies.equals(JOB)
                            ? FieldError.required(path + ".restartPolicy", "valid values: \"OnFailure\", \"Never\"")
                            : FieldError.unsupported(
                                    path + ".restartPolicy",
                                    policy,
                                    policies.stream().sorted().toList()));
        }
    }

    private static Set<String> volumes(Map<String, @Nullable Object> spec, String path, List<FieldError> errors) {
        Set<String> names = new HashSet<>();
        List<Map<String, @Nullable Object>> volumes = Tree.maps(spec, "volumes");
        for (int i = 0; i < volumes.size(); i++) {
            String name = Tree.text(volumes.get(i), "name");
            if (name.isEmpty()) {
                errors.add(FieldError.required(path + ".volumes[" + i + "].name", ""));
            } else if (!names.add(name)) {
                errors.add(FieldError.duplicate(path + ".volumes[" + i + "].name", name));
            }
            ExclusiveChoices.volume(volumes.get(i), path + ".volumes[" + i + "]", errors);
        }
        return names;
    }

    private static void containers(
            List<Map<String, @Nullable Object>> containers,
            String path,
            Set<String> volumes,
            Set<String> names,
            List<FieldError> errors) {
        for (int i = 0; i < containers.size(); i++) {
            Map<String, @Nullable Object> container = containers.get(i);
            String place = path + "[" + i + "]";
            String name = Tree.text(container, "name");
            if (name.isEmpty()) {
                errors.add(FieldError.required(place + ".name", ""));
            } else if (!LABEL.matcher(name).matches() || name.length() > 63) {
                errors.add(FieldError.invalid(place + ".name", name, LABEL_RULE));
            } else if (!names.add(name)) {
                errors.add(FieldError.duplicate(place + ".name", name));
            }
            if (Tree.text(container, "image").isEmpty()) {
                errors.add(FieldError.required(place + ".image", ""));
            }
            String pull = Tree.text(container, "imagePullPolicy");
            if (!pull.isEmpty() && !PULL_POLICIES.contains(pull)) {
                errors.add(FieldError.unsupported(place + ".imagePullPolicy", pull, PULL_POLICIES));
            }
            resources(container, place, errors);
            ports(container, place, errors);
            ExclusiveChoices.container(container, place, errors);
            mounts(container, place, volumes, errors);
        }
    }

    private static void resources(Map<String, @Nullable Object> container, String place, List<FieldError> errors) {
        Map<String, @Nullable Object> limits = Tree.map(container, "resources", "limits");
        Tree.map(container, "resources", "requests").forEach((resource, request) -> {
            Object limit = limits.get(resource);
            if (limit != null && request != null && Quantity.amount(request).compareTo(Quantity.amount(limit)) > 0) {
                errors.add(FieldError.invalid(
                        place + ".resources.requests",
                        request,
                        "must be less than or equal to " + resource + " limit of " + limit));
            }
        });
    }

    private static void ports(Map<String, @Nullable Object> container, String place, List<FieldError> errors) {
        List<Map<String, @Nullable Object>> ports = Tree.maps(container, "ports");
        for (int j = 0; j < ports.size(); j++) {
            String field = place + ".ports[" + j + "].containerPort";
            Object given = ports.get(j).get("containerPort");
            long port = Tree.number(0, ports.get(j), "containerPort");
            if (given == null) {
                errors.add(FieldError.required(field, ""));
            } else if (port < 1 || port > 65_535) {
                errors.add(FieldError.invalid(field, port, "must be between 1 and 65535, inclusive"));
            }
        }
    }

    private static void mounts(
            Map<String, @Nullable Object> container, String place, Set<String> volumes, List<FieldError> errors) {
        List<Map<String, @Nullable Object>> mounts = Tree.maps(container, "volumeMounts");
        for (int j = 0; j < mounts.size(); j++) {
            String name = Tree.text(mounts.get(j), "name");
            if (!volumes.contains(name)) {
                errors.add(FieldError.notFound(place + ".volumeMounts[" + j + "].name", name));
            }
            if (Tree.text(mounts.get(j), "mountPath").isEmpty()) {
                errors.add(FieldError.required(place + ".volumeMounts[" + j + "].mountPath", ""));
            }
        }
    }
}
