package io.keelstream.sandbox.patch;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.schema.Definitions;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Strategic merge patch for built-in kinds: like a merge patch, but lists whose type has a merge key are merged item by
 * item. Understands {@code $patch: delete | replace | merge}, {@code $retainKeys}, {@code $deleteFromPrimitiveList/x} and
 * {@code $setElementOrder/x}.
 */
public final class StrategicPatch {

    private static final String ORDER = "$setElementOrder/";
    private static final String DELETE = "$deleteFromPrimitiveList/";
    private static final String RETAIN = "$retainKeys";
    private static final String DIRECTIVE = "$patch";

    private final Definitions definitions = Definitions.instance();

    /**
     * The target with the patch applied; neither is changed.
     *
     * @param definition OpenAPI definition of the target's kind
     */
    public Map<String, @Nullable Object> apply(
            Map<String, @Nullable Object> target,
            Map<String, @Nullable Object> patch,
            Map<String, @Nullable Object> definition) {
        return mergeMap(target, patch, definition);
    }

    private Map<String, @Nullable Object> mergeMap(
            Map<String, @Nullable Object> target,
            Map<String, @Nullable Object> patch,
            Map<String, @Nullable Object> definition) {
        Object directive = patch.get(DIRECTIVE);
        if ("replace".equals(directive)) {
            return plain(patch);
        }
        if ("delete".equals(directive)) {
            return new LinkedHashMap<>();
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>(target);
        if (patch.get(RETAIN) instanceof List<?> retained) {
            result.keySet().retainAll(retained);
        }
        patch.forEach((key, value) -> {
            if (!key.startsWith("$")) {
                mergeField(result, key, value, definition);
            }
        });
        deletePrimitives(result, patch);
        patch.forEach((key, value) -> {
            if (key.startsWith(ORDER)) {
                reorder(result, key.substring(ORDER.length()), Manifest.list(value), definition);
            }
        });
        return result;
    }

    private void mergeField(
            Map<String, @Nullable Object> result,
            String key,
            @Nullable Object value,
            Map<String, @Nullable Object> definition) {
        if (value == null) {
            result.remove(key);
            return;
        }
        Map<String, @Nullable Object> field = field(definition, key);
        Object old = result.get(key);
        if (value instanceof Map && (old instanceof Map || old == null)) {
            result.put(key, mergeMap(Manifest.map(old), Manifest.map(value), definitions.resolve(field)));
        } else if (value instanceof List && isMerged(field)) {
            result.put(key, mergeList(Manifest.list(old), Manifest.list(value), field));
        } else {
            result.put(key, Manifest.copyOf(value));
        }
    }

    private List<@Nullable Object> mergeList(
            List<@Nullable Object> target, List<@Nullable Object> patch, Map<String, @Nullable Object> field) {
        String mergeKey = Tree.text(field, "x-kubernetes-patch-merge-key");
        List<@Nullable Object> result = new ArrayList<>(target);
        if (mergeKey.isEmpty()) {
            patch.stream().filter(item -> !result.contains(item)).forEach(result::add);
            return result;
        }
        boolean replace = patch.stream()
                .map(Manifest::map)
                .anyMatch(item -> "replace".equals(item.get(DIRECTIVE)) && item.get(mergeKey) == null);
        if (replace) {
            result.clear();
        }
        Map<String, @Nullable Object> items = definitions.resolve(Tree.map(field, "items"));
        for (Object element : patch) {
            Map<String, @Nullable Object> item = Manifest.map(element);
            Object id = item.get(mergeKey);
            if (id == null) {
                if (item.containsKey(DIRECTIVE)) {
                    continue;
                }
                throw Status.badRequest("map: " + item.keySet() + " does not contain declared merge key: " + mergeKey);
            }
            int at = indexOf(result, mergeKey, id);
            if ("delete".equals(item.get(DIRECTIVE))) {
                result.removeIf(old -> id.equals(Manifest.map(old).get(mergeKey)));
            } else if (at < 0) {
                result.add(mergeMap(Map.of(), item, items));
            } else {
                result.set(at, mergeMap(Manifest.map(result.get(at)), item, items));
            }
        }
        return result;
    }

    private static void deletePrimitives(Map<String, @Nullable Object> result, Map<String, @Nullable Object> patch) {
        patch.forEach((key, value) -> {
            if (key.startsWith(DELETE)) {
                String name = key.substring(DELETE.length());
                List<@Nullable Object> left = new ArrayList<>(Manifest.list(result.get(name)));
                left.removeAll(Manifest.list(value));
                result.put(name, left);
            }
        });
    }

    /** Puts the listed items in the wished order; the others stay behind the one they followed. */
    private static void reorder(
            Map<String, @Nullable Object> result,
            String name,
            List<@Nullable Object> order,
            Map<String, @Nullable Object> definition) {
        if (!(result.get(name) instanceof List<?> current)) {
            return;
        }
        String mergeKey = Tree.text(field(definition, name), "x-kubernetes-patch-merge-key");
        List<@Nullable Object> wished = order.stream()
                .map(item -> mergeKey.isEmpty() ? item : Manifest.map(item).get(mergeKey))
                .toList();
        List<@Nullable Object> left = new ArrayList<>(Manifest.list(current));
        List<@Nullable Object> sorted = new ArrayList<>();
        for (Object id : wished) {
            int at = mergeKey.isEmpty() ? left.indexOf(id) : indexOf(left, mergeKey, id);
            if (at >= 0) {
                sorted.add(left.remove(at));
            }
        }
        List<@Nullable Object> all = Manifest.list(current);
        for (Object other : left) {
            int before = all.indexOf(other);
            int at = before == 0 ? 0 : sorted.indexOf(all.get(before - 1)) + 1;
            sorted.add(at, other);
        }
        result.put(name, sorted);
    }

    private static boolean isMerged(Map<String, @Nullable Object> field) {
        return Set.of(Tree.text(field, "x-kubernetes-patch-strategy").split(","))
                .contains("merge");
    }

    private static Map<String, @Nullable Object> field(Map<String, @Nullable Object> definition, String key) {
        Map<String, @Nullable Object> declared = Tree.map(definition, "properties", key);
        return declared.isEmpty() ? Tree.map(definition, "additionalProperties") : declared;
    }

    private static int indexOf(List<@Nullable Object> list, String mergeKey, @Nullable Object id) {
        for (int i = 0; i < list.size(); i++) {
            if (Objects.equals(id, Manifest.map(list.get(i)).get(mergeKey))) {
                return i;
            }
        }
        return -1;
    }

    private static Map<String, @Nullable Object> plain(Map<String, @Nullable Object> patch) {
        Map<String, @Nullable Object> result = Tree.copy(patch);
        result.remove(DIRECTIVE);
        return result;
    }
}
