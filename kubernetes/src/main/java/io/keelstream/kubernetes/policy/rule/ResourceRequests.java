package io.keelstream.kubernetes.policy.rule;

import io.keelstream.kubernetes.object.PodTemplate;
import io.keelstream.kubernetes.object.PodTemplate.Container;
import io.keelstream.kubernetes.policy.Asked;
import io.keelstream.kubernetes.policy.Rule;
import io.keelstream.kubernetes.policy.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * Each container requests CPU and memory, by itself or by a limit, which counts as a request; or its pod does for all of them.
 * Without requests the scheduler does not know what a node still has.
 */
record ResourceRequests() implements Rule {

    private static final List<String> RESOURCES = List.of("cpu", "memory");

    @Override
    public String name() {
        return "resource-requests";
    }

    @Override
    public List<Violation> of(Asked object) {
        PodTemplate pods = object.pods();
        if (pods == null) {
            return List.of();
        }
        List<String> facts = new ArrayList<>();
        for (Container container : pods.allContainers()) {
            for (String resource : RESOURCES) {
                if (pods.request(resource) == null && container.request(resource) == null) {
                    facts.add("container " + container.name() + " requests no " + resource);
                }
            }
        }
        return object.breaking(this, facts, "set resources.requests");
    }
}
