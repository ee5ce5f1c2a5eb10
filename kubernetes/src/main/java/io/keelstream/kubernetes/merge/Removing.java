package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.FieldSet.Entry;
import io.keelstream.kubernetes.fields.PathElement;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.ListShape;
import io.keelstream.kubernetes.schema.MapShape;
import io.keelstream.kubernetes.schema.ScalarShape;
import io.keelstream.kubernetes.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes fields and list items out of a value. What becomes empty becomes null, as in the API server, which then drops it
 * from typed objects. Untouched subtrees are shared. Pure; thread-safe.
 */
final class Removing {

    private Removing() {}

    static @Nullable Object remove(Schema schema, @Nullable Object value, FieldSet gone) {
        if (gone.isEmpty()) {
            return value;
        }
        return switch (schema.shapeFor(value)) {
            case ScalarShape ignored -> value;
            case ListShape list ->
                list.associative() && value instanceof List<?> ? items(list, Manifest.list(value), gone) : null;
            case MapShape map ->
                !map.atomic() && value instanceof Map<?, ?> ? fields(map, Manifest.map(value), gone) : null;
        };
    }

    private static @Nullable Object fields(MapShape map, Map<String, @Nullable Object> fields, FieldSet gone) {
        Map<String, @Nullable Object> rest = LinkedHashMap.newLinkedHashMap(fields.size());
        fields.forEach((name, value) -> {
            Entry entry = gone.entry(new PathElement.Field(name));
            Schema type = map.typeOf(name);
            if (entry == null || type == null) {
                rest.put(name, value);
            } else if (!entry.member()) {
                rest.put(name, remove(type, value, entry.below()));
            }
        });
        return rest.isEmpty() ? null : rest;
    }

    private static @Nullable Object items(ListShape list, List<@Nullable Object> items, FieldSet gone) {
        List<@Nullable Object> rest = new ArrayList<>(items.size());
        for (Object item : items) {
            PathElement step = ItemSteps.of(list, item);
            Entry entry = step == null ? null : gone.entry(step);
            if (entry == null) {
                rest.add(item);
            } else if (!entry.member()) {
                rest.add(remove(list.items(), item, entry.below()));
            }
        }
        return rest.isEmpty() ? null : rest;
    }
}
