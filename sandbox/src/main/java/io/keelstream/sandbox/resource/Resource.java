package io.keelstream.sandbox.resource;

import io.keelstream.sandbox.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One served resource in one version.
 *
 * @param type what it stores
 * @param version served version
 * @param names what it is called
 * @param namespaced whether its objects live in namespaces
 * @param verbs served verbs
 * @param subresources by name
 * @param custom the definition's part for this version; null for built-in resources
 */
public record Resource(
        TypeKey type,
        String version,
        Names names,
        boolean namespaced,
        Set<String> verbs,
        Map<String, Subresource> subresources,
        @Nullable CustomVersion custom) {

    public Resource {
        verbs = Set.copyOf(verbs);
    }

    /**
     * What a resource is called.
     *
     * @param singular singular name
     * @param kind kind
     * @param listKind kind of its lists
     * @param shortNames for kubectl
     * @param categories for kubectl
     */
    public record Names(
            String singular, String kind, String listKind, List<String> shortNames, List<String> categories) {

        public Names {
            shortNames = List.copyOf(shortNames);
            categories = List.copyOf(categories);
        }
    }

    public String kind() {
        return names.kind();
    }

    /** The type under which its objects are stored: events of both groups are the same objects. */
    public TypeKey storage() {
        return type.group().equals("events.k8s.io") ? new TypeKey("", type.plural()) : type;
    }

    public String group() {
        return type.group();
    }

    public String plural() {
        return type.plural();
    }

    public String apiVersion() {
        return group().isEmpty() ? version : group() + "/" + version;
    }

    public boolean hasStatus() {
        return subresources.containsKey("status");
    }

    /** {@code group, version, kind} as OpenAPI documents and discovery spell them. */
    public Map<String, @Nullable Object> groupVersionKind() {
        return Tree.of("group", group(), "kind", kind(), "version", version);
    }
}
