package io.keelstream.kubernetes.policy.rule;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.object.PodTemplate;
import io.keelstream.kubernetes.policy.Asked;
import io.keelstream.kubernetes.policy.Rule;
import io.keelstream.kubernetes.policy.Violation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pods behind a Service of the same target have a readiness probe. Otherwise they get requests as soon as their process is started. A
 * Service that publishes addresses that are not ready does not ask for one.
 */
record Probes() implements Rule {

    private static final Set<String> KINDS =
            Set.of("Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Pod");

    @Override
    public String name() {
        return "probes";
    }

    @Override
    public boolean relates() {
        return true;
    }

    @Override
    public List<Violation> of(Asked object) {
        PodTemplate pods = KINDS.contains(object.kind().toString()) ? object.pods() : null;
        if (pods == null || probed(pods)) {
            return List.of();
        }
        List<ObjectReference> services = object
                .target()
                .services(object.reference().namespace())
                .stream()
                .filter(each -> sendsRequests(each.getValue(), pods))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (services.isEmpty()) {
            return List.of();
        }
        Set<ObjectReference> involved = new HashSet<>(services);
        involved.add(object.reference());
        List<String> facts = services.stream()
                .map(each -> "Service " + each.name() + " sends requests, and no container has a readinessProbe")
                .toList();
        return List.of(new Violation(name(), object.reference(), facts, "add a readinessProbe", involved));
    }

    private static boolean probed(PodTemplate pods) {
        return pods.allContainers().stream().anyMatch(each -> each.tree().get("readinessProbe") != null);
    }

    private static boolean sendsRequests(Manifest service, PodTemplate pods) {
        Map<String, @Nullable Object> selector = Manifest.map(service.spec().get("selector"));
        return !selector.isEmpty()
                && !"ExternalName".equals(service.spec().get("type"))
                && !Boolean.TRUE.equals(service.spec().get("publishNotReadyAddresses"))
                && selector.entrySet().stream()
                        .allMatch(each -> String.valueOf(each.getValue()).equals(pods.label(each.getKey())));
    }
}
