package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.FieldSetBuilder;
import io.keelstream.kubernetes.fields.PathElement;
import io.keelstream.kubernetes.fields.Scalars;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.ListShape;
import io.keelstream.kubernetes.schema.MapShape;
import io.keelstream.kubernetes.schema.ScalarShape;
import io.keelstream.kubernetes.schema.Schema;
import io.keelstream.kubernetes.schema.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks two values of one type side by side. Subtrees that are the same Java object are equal without a look, which makes
 * comparing an object with its merge cheap. One instance per level of the walk; for one thread.
 */
@SuppressWarnings("ReferenceEquality") // shared subtrees and the absent value are known by identity
final class Comparing {

    private final FieldSetBuilder removed = new FieldSetBuilder();
    private final FieldSetBuilder modified = new FieldSetBuilder();
    private final FieldSetBuilder added = new FieldSetBuilder();

    private Comparing() {}

    static Comparison compare(Schema schema, @Nullable Object before, @Nullable Object after) {
        Comparing root = new Comparing();
        if (before != after) {
            root.descend(schema, before, after);
        }
        return root.result();
    }

    private Comparison result() {
        return new Comparison(removed.build(), modified.build(), added.build());
    }

    private void child(PathElement step, Schema schema, @Nullable Object before, @Nullable Object after) {
        if (before == after) {
            return;
        }
        Comparing level = new Comparing();
        boolean changed = level.descend(schema, before, after);
        removed.add(step, after == Absent.VALUE, level.removed.build());
        modified.add(step, changed, level.modified.build());
        added.add(step, before == Absent.VALUE, level.added.build());
    }

    /** Whether the two values are leaves that both exist and differ. */
    private boolean descend(Schema schema, @Nullable Object before, @Nullable Object after) {
        if (after == Absent.VALUE) {
            return look(schema.shapeFor(before), before, after);
        }
        Shape shape = schema.shapeFor(after);
        boolean changed = false;
        if (before != Absent.VALUE) {
            Shape old = schema.shapeFor(before);
            changed = old != shape && look(old, before, after);
        }
        return look(shape, before, after) || changed;
    }

    private boolean look(Shape shape, @Nullable Object before, @Nullable Object after) {
        switch (shape) {
            case ScalarShape ignored -> {
                return differ(before, after);
            }
            case ListShape list -> {
                List<@Nullable Object> old = Manifest.list(before);
                List<@Nullable Object> now = Manifest.list(after);
                if (!list.associative() || (old.isEmpty() && now.isEmpty())) {
                    return differ(before, after);
                }
                items(list, old, now);
                return false;
            }
            case MapShape map -> {
                Map<String, @Nullable Object> old = Manifest.map(before);
                Map<String, @Nullable Object> now = Manifest.map(after);
                if (map.atomic() || (old.isEmpty() && now.isEmpty())) {
                    return differ(before, after);
                }
                fields(map, old, now);
                return false;
            }
        }
    }

    private static boolean differ(@Nullable Object before, @Nullable Object after) {
        return before != Absent.VALUE && after != Absent.VALUE && !Scalars.equal(before, after);
    }

    private void fields(MapShape map, Map<String, @Nullable Object> old, Map<String, @Nullable Object> now) {
        old.forEach((name, value) -> field(map, name, value, Absent.get(now, name)));
        now.forEach((name, value) -> {
            if (!old.containsKey(name)) {
                field(map, name, Absent.VALUE, value);
            }
        });
    }

    private void field(MapShape map, String name, @Nullable Object before, @Nullable Object after) {
        Schema type = map.typeOf(name);
        if (type != null) {
            child(new PathElement.Field(name), type, before, after);
        }
    }

    private void items(ListShape list, List<@Nullable Object> old, List<@Nullable Object> now) {
        Map<PathElement, List<@Nullable Object>> before = byStep(list, old);
        Map<PathElement, List<@Nullable Object>> after = byStep(list, now);
        before.forEach((step, items) -> item(list, step, items, after.getOrDefault(step, List.of())));
        after.forEach((step, items) -> {
            if (!before.containsKey(step)) {
                item(list, step, List.of(), items);
            }
        });
    }

    private static Map<PathElement, List<@Nullable Object>> byStep(ListShape list, List<@Nullable Object> items) {
        Map<PathElement, List<@Nullable Object>> map = LinkedHashMap.newLinkedHashMap(items.size());
        for (Object item : items) {
            PathElement step = ItemSteps.of(list, item);
            if (step != null) {
                map.computeIfAbsent(step, key -> new ArrayList<>(1)).add(item);
            }
        }
        return map;
    }

    /** Items that occur twice are compared as a whole; appearing or going, they count as the item with what is below. */
    private void item(ListShape list, PathElement step, List<@Nullable Object> old, List<@Nullable Object> now) {
        if (old.size() <= 1 && now.size() <= 1) {
            child(step, list.items(), only(old), only(now));
        } else if (old.size() > 1 && now.size() > 1) {
            modified.add(step, !Scalars.equal(old, now), FieldSet.EMPTY);
        } else if (old.size() > 1) {
            if (!now.isEmpty()) {
                child(step, list.items(), Absent.VALUE, now.getFirst());
            }
            removed.add(step, true, FieldSet.EMPTY);
        } else {
            if (!old.isEmpty()) {
                child(step, list.items(), old.getFirst(), Absent.VALUE);
            }
            added.add(step, true, FieldSet.EMPTY);
        }
    }

    private static @Nullable Object only(List<@Nullable Object> items) {
        return items.isEmpty() ? Absent.VALUE : items.getFirst();
    }
}
