package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.FieldSetBuilder;
import io.keelstream.kubernetes.fields.PathElement;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.ListShape;
import io.keelstream.kubernetes.schema.MapShape;
import io.keelstream.kubernetes.schema.ScalarShape;
import io.keelstream.kubernetes.schema.Schema;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields that an applied configuration claims: every leaf, every list item, every map entry that its type does not
 * declare, and every null or empty map. Pure; thread-safe.
 */
public final class OwnedFields {

    private OwnedFields() {}

    /** The set for a whole object or any value of this type. */
    public static FieldSet of(Schema schema, @Nullable Object value) {
        FieldSetBuilder set = new FieldSetBuilder();
        collect(schema, value, set);
        return set.build();
    }

    /** Adds what is below the value; the answer is whether the value itself is claimed. */
    private static boolean collect(Schema schema, @Nullable Object value, FieldSetBuilder below) {
        return switch (schema.shapeFor(value)) {
            case ScalarShape ignored -> true;
            case ListShape list -> {
                if (!list.associative()) {
                    yield true;
                }
                items(list, Manifest.list(value), below);
                yield false;
            }
            case MapShape map -> {
                if (map.atomic()) {
                    yield true;
                }
                fields(map, Manifest.map(value), below);
                yield false;
            }
        };
    }

    private static void fields(MapShape map, Map<String, @Nullable Object> fields, FieldSetBuilder into) {
        for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
            Object value = field.getValue();
            Schema type = map.typeOf(field.getKey());
            if (type == null) {
                continue;
            }
            FieldSetBuilder below = new FieldSetBuilder();
            boolean leaf = collect(type, value, below);
            boolean empty = value == null || (value instanceof Map<?, ?> child && child.isEmpty());
            boolean claimed = leaf || empty || !map.declares(field.getKey());
            into.add(new PathElement.Field(field.getKey()), claimed, below.build());
        }
    }

    private static void items(ListShape list, List<@Nullable Object> items, FieldSetBuilder into) {
        Set<PathElement> doubled = doubled(list, items);
        for (Object item : items) {
            PathElement step = ItemSteps.of(list, item);
            if (step == null) {
                continue;
            }
            FieldSetBuilder below = new FieldSetBuilder();
            if (!doubled.contains(step)) {
                collect(list.items(), item, below);
            }
            into.add(step, true, below.build());
        }
    }

    /** Items that occur more than once: they are owned as a whole. */
    static Set<PathElement> doubled(ListShape list, List<@Nullable Object> items) {
        Set<PathElement> seen = HashSet.newHashSet(items.size());
        Set<PathElement> doubled = new HashSet<>();
        for (Object item : items) {
            PathElement step = ItemSteps.of(list, item);
            if (step != null && !seen.add(step)) {
                doubled.add(step);
            }
        }
        return doubled;
    }
}
