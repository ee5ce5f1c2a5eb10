package io.keelstream.kubernetes.diff;

import io.keelstream.kubernetes.diff.FieldChange.Kind;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.PathElement;
import io.keelstream.kubernetes.fields.Scalars;
import io.keelstream.kubernetes.merge.ItemSteps;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.ListShape;
import io.keelstream.kubernetes.schema.MapShape;
import io.keelstream.kubernetes.schema.ScalarShape;
import io.keelstream.kubernetes.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks two trees side by side and collects what differs. For one use by one thread. */
final class TreeDiff {

    /** Maps whose values are quantities, which may be written as numbers. */
    private static final Set<String> QUANTITIES = Set.of(
            "requests",
            "limits",
            "capacity",
            "allocatable",
            "hard",
            "min",
            "max",
            "default",
            "defaultRequest",
            "overhead");

    private final List<FieldChange> changes = new ArrayList<>();

    List<FieldChange> compare(Schema schema, @Nullable Object before, @Nullable Object after) {
        visit(schema, FieldPath.ROOT, before, after);
        return List.copyOf(changes);
    }

    private void visit(Schema schema, FieldPath path, @Nullable Object before, @Nullable Object after) {
        boolean was = exists(schema, before);
        boolean is = exists(schema, after);
        if (!was && !is) {
            return;
        }
        if (!was || !is) {
            changes.add(new FieldChange(
                    path.pointer(), was ? Kind.REMOVED : Kind.ADDED, was ? before : null, is ? after : null));
        } else if (before instanceof Map && after instanceof Map) {
            MapShape map = schema.map();
            fields(map == null ? anyMap() : map, path, Manifest.map(before), Manifest.map(after));
        } else if (before instanceof List && after instanceof List) {
            ListShape list = schema.list();
            lists(list == null ? anyList() : list, path, Manifest.list(before), Manifest.list(after));
        } else if (!same(schema, path, before, after)) {
            changes.add(new FieldChange(path.pointer(), Kind.CHANGED, before, after));
        }
    }

    private static MapShape anyMap() {
        return java.util.Objects.requireNonNull(Schema.DEDUCED.map());
    }

    private static ListShape anyList() {
        return java.util.Objects.requireNonNull(Schema.DEDUCED.list());
    }

    /** Null counts as nothing, and so do an empty list and an empty map, unless the map is a struct whose presence speaks. */
    private static boolean exists(Schema schema, @Nullable Object value) {
        return switch (value) {
            case null -> false;
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> {
                MapShape shape = schema.map();
                yield !map.isEmpty() || shape == null || !shape.members().isEmpty();
            }
            default -> true;
        };
    }

    private void fields(
            MapShape map, FieldPath path, Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            Schema type = map.typeOf(name);
            visit(type == null ? Schema.DEDUCED : type, path.child(name), before.get(name), after.get(name));
        }
    }

    private void lists(ListShape list, FieldPath path, List<@Nullable Object> before, List<@Nullable Object> after) {
        Map<PathElement, @Nullable Object> old = list.associative() ? keyed(list, before) : null;
        Map<PathElement, @Nullable Object> now = list.associative() ? keyed(list, after) : null;
        if (old == null || now == null) {
            byPosition(list, path, before, after);
            return;
        }
        List<PathElement> steps = new ArrayList<>(old.keySet());
        now.keySet().stream().filter(step -> !old.containsKey(step)).forEach(steps::add);
        steps.forEach(step -> visit(list.items(), path.child(step), old.get(step), now.get(step)));
        List<String> oldOrder = shared(old, now);
        List<String> newOrder = shared(now, old);
        if (!oldOrder.equals(newOrder)) {
            changes.add(new FieldChange(path.pointer(), Kind.REORDERED, oldOrder, newOrder));
        }
    }

    private static List<String> shared(
            Map<PathElement, @Nullable Object> list, Map<PathElement, @Nullable Object> other) {
        return list.keySet().stream()
                .filter(other::containsKey)
                .map(step -> new FieldPath(List.of(step)).pointer().substring(1))
                .toList();
    }

    /** The items by key; null where a key occurs twice or an item has none. */
    private static @Nullable Map<PathElement, @Nullable Object> keyed(ListShape list, List<@Nullable Object> items) {
        Map<PathElement, @Nullable Object> map = LinkedHashMap.newLinkedHashMap(items.size());
        for (Object item : items) {
            PathElement step = ItemSteps.of(list, item);
            if (step == null || map.putIfAbsent(step, item) != null) {
                return null;
            }
        }
        return map;
    }

    private void byPosition(
            ListShape list, FieldPath path, List<@Nullable Object> before, List<@Nullable Object> after) {
        boolean scalars =
                before.stream().noneMatch(TreeDiff::isTree) && after.stream().noneMatch(TreeDiff::isTree);
        if (scalars) {
            if (!Scalars.equal(before, after)) {
                changes.add(new FieldChange(path.pointer(), Kind.CHANGED, before, after));
            }
            return;
        }
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            Object old = i < before.size() ? before.get(i) : null;
            Object now = i < after.size() ? after.get(i) : null;
            visit(list.items(), path.child(new PathElement.Index(i)), old, now);
        }
    }

    private static boolean isTree(@Nullable Object value) {
        return value instanceof Map || value instanceof List;
    }

    private static boolean same(Schema schema, FieldPath path, @Nullable Object before, @Nullable Object after) {
        if (Scalars.equal(before, after)) {
            return true;
        }
        boolean anyScalar = schema.scalar() == ScalarShape.ANY && schema.map() == null;
        boolean texts = before instanceof String && after instanceof String;
        boolean comparable = anyScalar && !isTree(before) && !isTree(after) && (texts || inQuantities(path));
        return comparable && Quantity.equal(String.valueOf(before), String.valueOf(after));
    }

    private static boolean inQuantities(FieldPath path) {
        int size = path.steps().size();
        return size > 1
                && path.steps().get(size - 2) instanceof PathElement.Field(String name)
                && QUANTITIES.contains(name);
    }
}
