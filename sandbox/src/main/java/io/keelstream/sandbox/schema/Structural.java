package io.keelstream.sandbox.schema;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pruning and defaulting by the structural schema of a custom resource. Pure. */
public final class Structural {

    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    private static final String EMBEDDED = "x-kubernetes-embedded-resource";
    private static final Set<String> IDENTITY = Set.of("apiVersion", "kind", "metadata");

    private Structural() {}

    /** Drops what the schema does not know, in place; returns the dropped fields, sorted. */
    public static List<String> prune(Map<String, @Nullable Object> tree, Map<String, @Nullable Object> schema) {
        List<String> unknown = new ArrayList<>();
        map(tree, schema, "", true, unknown);
        unknown.sort(Comparator.naturalOrder());
        return unknown;
    }

    private static void map(
            Map<String, @Nullable Object> map,
            Map<String, @Nullable Object> schema,
            String path,
            boolean whole,
            List<String> unknown) {
        boolean preserve = Tree.flag(schema, PRESERVE);
        Map<String, @Nullable Object> properties = Tree.map(schema, "properties");
        Object additional = schema.get("additionalProperties");
        Iterator<Map.Entry<String, @Nullable Object>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, @Nullable Object> entry = entries.next();
            String key = entry.getKey();
            if (whole && IDENTITY.contains(key)) {
                continue;
            }
            String place = path.isEmpty() ? key : path + "." + key;
            if (properties.containsKey(key)) {
                value(entry.getValue(), Tree.map(properties, key), place, unknown);
            } else if (additional instanceof Map) {
                value(entry.getValue(), Manifest.map(additional), place, unknown);
            } else if (!preserve && !Boolean.TRUE.equals(additional)) {
                unknown.add("unknown field \"" + place + "\"");
                entries.remove();
            }
        }
    }

    private static void value(
            @Nullable Object value, Map<String, @Nullable Object> schema, String path, List<String> unknown) {
        if (value instanceof Map) {
            map(Manifest.map(value), schema, path, Tree.flag(schema, EMBEDDED), unknown);
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                value(list.get(i), Tree.map(schema, "items"), path + "[" + i + "]", unknown);
            }
        }
    }

    /** Fills in defaults, in place. A null where the schema allows none and has a default counts as absent. */
    public static void setDefaults(@Nullable Object value, Map<String, @Nullable Object> schema) {
        if (value instanceof Map) {
            Map<String, @Nullable Object> map = Manifest.map(value);
            Tree.map(schema, "properties").forEach((key, property) -> {
                Object standard = Manifest.map(property).get("default");
                boolean absent = !map.containsKey(key) || (map.get(key) == null && !Tree.flag(property, "nullable"));
                if (standard != null && absent) {
                    map.put(key, Manifest.copyOf(standard));
                }
                if (map.get(key) != null) {
                    setDefaults(map.get(key), Manifest.map(property));
                }
            });
            if (schema.get("additionalProperties") instanceof Map<?, ?> values) {
                map.values().forEach(child -> setDefaults(child, Manifest.map(values)));
            }
        } else if (value instanceof List<?> list) {
            list.forEach(item -> setDefaults(item, Tree.map(schema, "items")));
        }
    }
}
