package io.keelstream.sandbox.http;

import io.keelstream.sandbox.resource.GroupVersion;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The path of a request to a resource.
 *
 * @param groupVersion group and version
 * @param namespace namespace; empty for cluster-scoped objects and for lists over all namespaces
 * @param plural resource
 * @param name object; empty for collections
 * @param subresource part of the object; empty for the whole
 */
record ResourcePath(GroupVersion groupVersion, String namespace, String plural, String name, String subresource) {

    private static final Set<String> PARTS_OF_NAMESPACES = Set.of("status", "finalize");

    /** Reads the segments that follow {@code /api} or {@code /apis/<group>}; null when they name no resource. */
    static @Nullable ResourcePath of(String group, List<String> segments) {
        if (segments.size() < 2 || segments.contains("")) {
            return null;
        }
        GroupVersion groupVersion = new GroupVersion(group, segments.getFirst());
        List<String> rest = segments.subList(1, segments.size());
        String namespace = "";
        boolean inNamespace = rest.size() >= 3
                && rest.getFirst().equals("namespaces")
                && !(rest.size() == 3 && group.isEmpty() && PARTS_OF_NAMESPACES.contains(rest.get(2)));
        if (inNamespace) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        return switch (rest.size()) {
            case 1 -> new ResourcePath(groupVersion, namespace, rest.getFirst(), "", "");
            case 2 -> new ResourcePath(groupVersion, namespace, rest.getFirst(), rest.get(1), "");
            case 3 -> new ResourcePath(groupVersion, namespace, rest.getFirst(), rest.get(1), rest.get(2));
            default -> null;
        };
    }
}
