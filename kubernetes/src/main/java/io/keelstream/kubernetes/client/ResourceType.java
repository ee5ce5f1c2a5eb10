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
 */
public record ResourceType(
        String group, String version, String kind, String plural, boolean namespaced, Set<String> verbs) {

    public ResourceType {
        verbs = Set.copyOf(verbs);
    }

    public GroupKind groupKind() {
        return new GroupKind(group, kind);
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
