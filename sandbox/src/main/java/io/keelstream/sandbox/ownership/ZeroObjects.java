package io.keelstream.sandbox.ownership;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.schema.Definitions;
import io.keelstream.sandbox.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the real server takes a built-in object to be before it is created: its type with nothing in it. Structs that are
 * always there exist in it already, so whoever creates the object comes to own their fields, not the structs themselves.
 * OpenAPI shows such structs by an empty default. Thread-safe.
 */
final class ZeroObjects {

    private final Definitions definitions = Definitions.instance();
    private final Map<String, Map<String, @Nullable Object>> known = new ConcurrentHashMap<>();

    Manifest of(Resource resource) {
        Map<String, @Nullable Object> zero = Tree.of("apiVersion", resource.apiVersion(), "kind", resource.kind());
        if (resource.custom() == null) {
            String name = definitions.name(resource.group(), resource.version(), resource.kind());
            zero.putAll(Tree.copy(known.computeIfAbsent(name, _ -> {
                Map<String, @Nullable Object> tree = zero(definitions.named(name));
                tree.remove("metadata");
                return tree;
            })));
        }
        return new Manifest(zero);
    }

    private Map<String, @Nullable Object> zero(Map<String, @Nullable Object> definition) {
        Map<String, @Nullable Object> tree = Tree.of();
        List<@Nullable Object> required = Tree.list(definition, "required");
        Tree.map(definition, "properties").forEach((name, property) -> {
            boolean struct = property instanceof Map<?, ?> field
                    && field.get("default") instanceof Map<?, ?> empty
                    && empty.isEmpty();
            if (struct) {
                tree.put(name, zero(definitions.resolve(Manifest.map(property))));
            } else if (required.contains(name) && Tree.text(property, "type").equals("array")) {
                tree.put(name, null);
            }
        });
        return tree;
    }
}
