package io.keelstream.kubernetes.policy.rule;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.PodTemplate;
import io.keelstream.kubernetes.object.PodTemplate.Container;
import io.keelstream.kubernetes.policy.Asked;
import io.keelstream.kubernetes.policy.Rule;
import io.keelstream.kubernetes.policy.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No pod shares a namespace of its node, and no container is privileged, on Windows a host process: either is access to the node and to
 * everything that runs on it.
 */
record HostAccess() implements Rule {

    private static final List<String> NAMESPACES = List.of("hostNetwork", "hostPID", "hostIPC");

    @Override
    public String name() {
        return "host-access";
    }

    @Override
    public List<Violation> of(Asked object) {
        PodTemplate pods = object.pods();
        if (pods == null) {
            return List.of();
        }
        List<String> facts = new ArrayList<>();
        for (String field : NAMESPACES) {
            if (Boolean.TRUE.equals(pods.spec().get(field))) {
                facts.add(field + " is true");
            }
        }
        if (hostProcess(Manifest.map(pods.spec().get("securityContext")))) {
            facts.add("its containers are host processes");
        }
        for (Container container : pods.allContainers()) {
            Map<String, @Nullable Object> context =
                    Manifest.map(container.tree().get("securityContext"));
            if (Boolean.TRUE.equals(context.get("privileged"))) {
                facts.add("container " + container.name() + " is privileged");
            }
            if (hostProcess(context)) {
                facts.add("container " + container.name() + " is a host process");
            }
        }
        return object.breaking(this, facts, "remove it");
    }

    private static boolean hostProcess(Map<String, @Nullable Object> securityContext) {
        return Boolean.TRUE.equals(
                Manifest.map(securityContext.get("windowsOptions")).get("hostProcess"));
    }
}
