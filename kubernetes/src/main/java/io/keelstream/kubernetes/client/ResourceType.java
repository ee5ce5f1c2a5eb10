package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.object.GroupKind;
import java.util.Set;

/**
 * One served resource, from discovery.
 *
 * @param group API group; empty for core
 * @param version version, e.g. {@code v1}
 * @param kind kind
 * @param plural the URL's segment, e.g. {@code deployments}
 * @param namespaced whether its objects live in namespaces
 * @param verbs served verbs
 * @param reported whether it has a status of its own, which a controller is expected to write
 */
public record ResourceType(
        String group,
        String version,
        String kind,
        String plural,
        boolean namespaced,
        Set<String> verbs,
        boolean reported) {

    /** HorizontalPodAutoscalers, which every cluster serves. */
    public static final ResourceType AUTOSCALERS = new ResourceType(
            "autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true, Set.of("list", "watch"));

    public ResourceType {
        verbs = Set.copyOf(verbs);
    }

    /** A resource without a status. */
    public ResourceType(
            String group, String version, String kind, String plural, boolean namespaced, Set<String> verbs) {
        this(group, version, kind, plural, namespaced, verbs, false);
    }

    public GroupKind groupKind() {
        return new GroupKind(group, kind);
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
