package io.keelstream.kubernetes.replacement;

import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.FieldSet.Entry;
import io.keelstream.kubernetes.fields.PathElement;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.ApplyEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What we applied of an object that is about to be deleted, with its values of now: applying it again makes the object anew
 * as far as it was ours, with the replicas it had reached and the address of a Service. Pure.
 */
public final class FormerState {

    private FormerState() {}

    /** The object to apply; null where our Apply entry is missing, cannot be read, or is in another version. */
    public static @Nullable Manifest of(Manifest live) {
        ApplyEntry entry = ApplyEntry.of(live);
        if (entry == null || !entry.apiVersion().equals(live.apiVersion())) {
            return null;
        }
        FieldSet fields;
        try {
            fields = entry.fields();
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", live.apiVersion());
        tree.put("kind", live.kind());
        tree.put("metadata", new LinkedHashMap<>());
        tree.putAll(fields(fields, live.tree()));
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(Manifest.map(tree.get("metadata")));
        metadata.put("name", live.name());
        if (!live.namespace().isEmpty()) {
            metadata.put("namespace", live.namespace());
        }
        tree.put("metadata", metadata);
        keep(tree, live, "replicas");
        if (live.groupKind().toString().equals("Service")) {
            keep(tree, live, "clusterIP");
        }
        return new Manifest(tree);
    }

    private static void keep(Map<String, @Nullable Object> tree, Manifest live, String name) {
        Object value = live.spec().get(name);
        if (value != null && tree.get("spec") instanceof Map<?, ?> spec) {
            Map<String, @Nullable Object> more = new LinkedHashMap<>(Manifest.map(spec));
            more.put(name, value);
            tree.put("spec", more);
        }
    }

    private static @Nullable Object part(FieldSet fields, @Nullable Object value) {
        if (fields.isEmpty()) {
            return Manifest.copyOf(value);
        }
        return switch (value) {
            case Map<?, ?> map -> fields(fields, Manifest.map(map));
            case List<?> list -> items(fields, Manifest.list(list));
            case null -> null;
            default -> value;
        };
    }

    private static Map<String, @Nullable Object> fields(FieldSet fields, Map<String, @Nullable Object> map) {
        Map<String, @Nullable Object> part = new LinkedHashMap<>();
        for (Entry entry : fields.entries()) {
            if (entry.step() instanceof PathElement.Field(String name) && map.containsKey(name)) {
                part.put(name, part(entry.below(), map.get(name)));
            }
        }
        return part;
    }

    /** In the order of the live list. */
    private static List<@Nullable Object> items(FieldSet fields, List<@Nullable Object> list) {
        List<@Nullable Object> part = new ArrayList<>();
        for (int index = 0; index < list.size(); index++) {
            for (Entry entry : fields.entries()) {
                if (selects(entry.step(), list.get(index), index)) {
                    part.add(withKeys(entry.step(), part(entry.below(), list.get(index)), list.get(index)));
                }
            }
        }
        return part;
    }

    private static boolean selects(PathElement step, @Nullable Object item, int index) {
        return switch (step) {
            case PathElement.Keyed(List<PathElement.KeyField> keys) ->
                keys.stream()
                        .allMatch(key -> key.equals(new PathElement.KeyField(
                                key.name(), Manifest.map(item).get(key.name()))));
            case PathElement.SetItem(Object value) -> item != null && step.equals(new PathElement.SetItem(item));
            case PathElement.Index(int at) -> at == index;
            case PathElement.Field field -> false;
        };
    }

    private static @Nullable Object withKeys(PathElement step, @Nullable Object part, @Nullable Object item) {
        if (!(step instanceof PathElement.Keyed(List<PathElement.KeyField> keys))) {
            return part;
        }
        Map<String, @Nullable Object> complete = new LinkedHashMap<>(Manifest.map(part));
        keys.forEach(key -> complete.putIfAbsent(key.name(), Manifest.map(item).get(key.name())));
        return complete;
    }
}
