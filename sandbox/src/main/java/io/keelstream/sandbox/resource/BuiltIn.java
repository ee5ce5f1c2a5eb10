package io.keelstream.sandbox.resource;

import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The recorded catalog of built-in resources, in the order of the real server's discovery. */
final class BuiltIn {

    private BuiltIn() {}

    static List<Resource> resources() {
        List<Resource> resources = new ArrayList<>();
        for (Map<String, @Nullable Object> group : Tree.maps(Map.of("groups", groups()), "groups")) {
            for (Map<String, @Nullable Object> version : Tree.maps(group, "versions")) {
                for (Map<String, @Nullable Object> resource : Tree.maps(version, "resources")) {
                    resources.add(resource(Tree.text(group, "group"), Tree.text(version, "version"), resource));
                }
            }
        }
        return resources;
    }

    private static Object groups() {
        Object catalog = Recorded.read("catalog.json");
        return catalog == null ? List.of() : catalog;
    }

    private static Resource resource(String group, String version, Map<String, @Nullable Object> entry) {
        String kind = Tree.text(entry, "kind");
        Map<String, Subresource> subresources = new LinkedHashMap<>();
        for (Map<String, @Nullable Object> part : Tree.maps(entry, "subresources")) {
            Subresource subresource = new Subresource(
                    Tree.text(part, "name"),
                    Tree.text(part, "group"),
                    Tree.text(part, "version"),
                    Tree.text(part, "kind"),
                    Set.copyOf(texts(part, "verbs")));
            subresources.put(subresource.name(), subresource);
        }
        return new Resource(
                new TypeKey(group, Tree.text(entry, "plural")),
                version,
                new Resource.Names(
                        Tree.text(entry, "singular"),
                        kind,
                        kind + "List",
                        texts(entry, "shortNames"),
                        texts(entry, "categories")),
                Tree.flag(entry, "namespaced"),
                Set.copyOf(texts(entry, "verbs")),
                subresources,
                null);
    }

    static List<String> texts(Map<String, @Nullable Object> map, String... keys) {
        return Tree.list(map, keys).stream().map(String::valueOf).collect(Collectors.toUnmodifiableList());
    }
}
