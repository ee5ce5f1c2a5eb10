package io.keelstream.sandbox.kinds;

import io.keelstream.sandbox.tree.Tree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The defaults of a pod's spec, wherever it stands: in a pod or in the template of a workload. */
final class PodDefaults {

    private static final int READABLE = 420;

    void set(Map<String, @Nullable Object> spec) {
        spec.putIfAbsent("restartPolicy", "Always");
        spec.putIfAbsent("dnsPolicy", "ClusterFirst");
        spec.putIfAbsent("schedulerName", "default-scheduler");
        spec.putIfAbsent("terminationGracePeriodSeconds", 30L);
        spec.putIfAbsent("securityContext", Tree.of());
        if (spec.get("serviceAccountName") != null) {
            spec.putIfAbsent("serviceAccount", spec.get("serviceAccountName"));
        }
        for (String list : List.of("initContainers", "containers")) {
            for (Map<String, @Nullable Object> container : Tree.maps(spec, list)) {
                container(container);
            }
        }
        Tree.maps(spec, "volumes").forEach(PodDefaults::volume);
    }

    /** What a pod gets and a template does not: what its containers request, where they only limit. */
    void setRequests(Map<String, @Nullable Object> spec) {
        for (String list : List.of("initContainers", "containers")) {
            for (Map<String, @Nullable Object> container : Tree.maps(spec, list)) {
                Map<String, @Nullable Object> limits = Tree.map(container, "resources", "limits");
                if (!limits.isEmpty()) {
                    Map<String, @Nullable Object> requests = Tree.within(container, "resources", "requests");
                    limits.forEach(requests::putIfAbsent);
                }
            }
        }
    }

    private static void container(Map<String, @Nullable Object> container) {
        container.putIfAbsent("resources", Tree.of());
        container.putIfAbsent("terminationMessagePath", "/dev/termination-log");
        container.putIfAbsent("terminationMessagePolicy", "File");
        container.putIfAbsent("imagePullPolicy", isLatest(Tree.text(container, "image")) ? "Always" : "IfNotPresent");
        Tree.maps(container, "ports").forEach(port -> port.putIfAbsent("protocol", "TCP"));
        for (Map<String, @Nullable Object> variable : Tree.maps(container, "env")) {
            if (Tree.at(variable, "valueFrom", "fieldRef") != null) {
                Tree.within(variable, "valueFrom", "fieldRef").putIfAbsent("apiVersion", "v1");
            }
            if (Tree.at(variable, "valueFrom", "resourceFieldRef") != null) {
                Tree.within(variable, "valueFrom", "resourceFieldRef").putIfAbsent("divisor", "0");
            }
        }
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            if (container.get(probe) instanceof Map) {
                probe(Tree.within(container, probe));
            }
        }
        for (String hook : List.of("postStart", "preStop")) {
            if (Tree.at(container, "lifecycle", hook, "httpGet") != null) {
                http(Tree.within(container, "lifecycle", hook, "httpGet"));
            }
        }
    }

    private static void probe(Map<String, @Nullable Object> probe) {
        probe.putIfAbsent("timeoutSeconds", 1L);
        probe.putIfAbsent("periodSeconds", 10L);
        probe.putIfAbsent("successThreshold", 1L);
        probe.putIfAbsent("failureThreshold", 3L);
        if (probe.get("httpGet") instanceof Map) {
            http(Tree.within(probe, "httpGet"));
        }
        if (probe.get("grpc") instanceof Map) {
            Tree.within(probe, "grpc").putIfAbsent("service", "");
        }
    }

    private static void http(Map<String, @Nullable Object> action) {
        action.putIfAbsent("path", "/");
        action.putIfAbsent("scheme", "HTTP");
    }

    private static void volume(Map<String, @Nullable Object> volume) {
        for (String source : List.of("configMap", "secret", "projected", "downwardAPI")) {
            if (volume.get(source) instanceof Map) {
                Tree.within(volume, source).putIfAbsent("defaultMode", (long) READABLE);
            }
        }
        if (volume.get("hostPath") instanceof Map) {
            Tree.within(volume, "hostPath").putIfAbsent("type", "");
        }
        for (Map<String, @Nullable Object> item : Tree.maps(volume, "downwardAPI", "items")) {
            if (item.get("fieldRef") instanceof Map) {
                Tree.within(item, "fieldRef").putIfAbsent("apiVersion", "v1");
            }
        }
        for (Map<String, @Nullable Object> source : Tree.maps(volume, "projected", "sources")) {
            if (source.get("serviceAccountToken") instanceof Map) {
                Tree.within(source, "serviceAccountToken").putIfAbsent("expirationSeconds", 3600L);
            }
        }
        if (volume.size() == 1) {
            volume.put("emptyDir", Tree.of());
        }
    }

    private static boolean isLatest(String image) {
        if (image.contains("@")) {
            return false;
        }
        int tag = image.lastIndexOf(':');
        return tag <= image.lastIndexOf('/') || image.substring(tag + 1).equals("latest");
    }
}
