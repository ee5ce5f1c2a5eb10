package io.keelstream.sandbox.kinds;

import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of Services and Ingresses. */
final class NetworkValidation {

    private NetworkValidation() {}

    static void service(
            @Nullable Map<String, @Nullable Object> live, Map<String, @Nullable Object> next, List<FieldError> errors) {
        Map<String, @Nullable Object> spec = Tree.map(next, "spec");
        List<Map<String, @Nullable Object>> ports = Tree.maps(spec, "ports");
        String type = Tree.text(spec, "type");
        boolean headless = Tree.text(spec, "clusterIP").equals("None");
        if (ports.isEmpty() && !headless && !type.equals("ExternalName")) {
            errors.add(FieldError.required("spec.ports", ""));
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            String path = "spec.ports[" + i + "]";
            long port = Tree.number(0, ports.get(i), "port");
            if (ports.size() > 1 && Tree.text(ports.get(i), "name").isEmpty()) {
                errors.add(FieldError.required(path + ".name", ""));
            } else if (!Tree.text(ports.get(i), "name").isEmpty() && !names.add(Tree.text(ports.get(i), "name"))) {
                errors.add(FieldError.duplicate(path + ".name", ports.get(i).get("name")));
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

    static void ingress(Map<String, @Nullable Object> next, List<FieldError> errors) {
        Map<String, @Nullable Object> spec = Tree.map(next, "spec");
        List<Map<String, @Nullable Object>> rules = Tree.maps(spec, "rules");
        if (rules.isEmpty() && spec.get("defaultBackend") == null) {
            errors.add(FieldError.invalid("spec", null, "either `defaultBackend` or `rules` must be specified"));
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

    /** The rules of what controllers write. */
    static void status(String kind, Map<String, @Nullable Object> next, List<FieldError> errors) {
        boolean balanced = Tree.text(next, "spec", "type").equals("LoadBalancer");
        if (kind.equals("Service")
                && !balanced
                && !Tree.list(next, "status", "loadBalancer", "ingress").isEmpty()) {
            errors.add(FieldError.forbidden(
                    "status.loadBalancer.ingress", "may only be used when `spec.type` is 'LoadBalancer'"));
        }
    }
}
