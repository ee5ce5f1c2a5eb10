package io.keelstream.kubernetes.differential;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.BuiltInSchemas;
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
 * What an object of a built-in kind looks like after the API server has held it in its own typed form: nulls and empty
 * maps and lists are gone, a null in a map of strings is an empty string. Of custom resources only the metadata is held
 * like that. Pure; thread-safe.
 */
final class TypedForm {

    private TypedForm() {}

    /** The object in typed form; shares what does not change with its argument. */
    static Manifest of(Schema schema, Manifest object) {
        return new Manifest(Manifest.map(value(schema, object.tree())));
    }

    /** A custom resource: its metadata, and that of objects embedded in it, are held in typed form; nothing else is. */
    static Manifest ofCustom(Schema schema, Manifest object) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(Manifest.map(metadata(schema, object.tree())));
        tree.computeIfPresent(
                "metadata", (name, metadata) -> value(BuiltInSchemas.instance().objectMeta(), metadata));
        return new Manifest(tree);
    }

    private static @Nullable Object metadata(Schema schema, @Nullable Object value) {
        if (schema.equals(BuiltInSchemas.instance().objectMeta())
                || schema.name().endsWith(".ObjectMeta")) {
            return value(schema, value);
        }
        MapShape map = schema.map();
        ListShape list = schema.list();
        if (value instanceof Map && map != null && !map.untyped()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>(Manifest.map(value));
            fields.replaceAll((name, field) -> {
                Schema type = map.typeOf(name);
                return type == null ? field : metadata(type, field);
            });
            return fields;
        }
        if (value instanceof List && list != null) {
            List<@Nullable Object> items = new ArrayList<>(Manifest.list(value));
            items.replaceAll(item -> metadata(list.items(), item));
            return items;
        }
        return value;
    }

    private static @Nullable Object value(Schema schema, @Nullable Object value) {
        return switch (schema.shapeFor(value)) {
            case ScalarShape ignored -> value;
            case ListShape list -> value instanceof List ? items(list, Manifest.list(value)) : value;
            case MapShape map when map.untyped() -> value;
            case MapShape map -> value instanceof Map ? fields(map, Manifest.map(value)) : value;
        };
    }

    private static List<@Nullable Object> items(ListShape list, List<@Nullable Object> items) {
        List<@Nullable Object> typed = new ArrayList<>(items.size());
        for (Object item : items) {
            typed.add(item == null ? zero(list.items()) : value(list.items(), item));
        }
        return typed;
    }

    private static Map<String, @Nullable Object> fields(MapShape map, Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> typed = LinkedHashMap.newLinkedHashMap(fields.size());
        fields.forEach((name, value) -> {
            Schema type = map.typeOf(name);
            MapShape.Member member = map.members().get(name);
            if (type == null) {
                typed.put(name, value);
            } else if (member == null) {
                typed.put(name, value == null ? zero(type) : value(type, value));
            } else if (!isNothing(type, value)) {
                typed.put(name, value(type, value));
            } else if (member.always()) {
                typed.put(name, value);
            }
        });
        return typed;
    }

    private static boolean isNothing(Schema type, @Nullable Object value) {
        MapShape map = type.map();
        boolean struct = map != null && !map.members().isEmpty();
        return switch (value) {
            case null -> true;
            case List<?> list -> list.isEmpty();
            case Map<?, ?> entries -> entries.isEmpty() && !struct && type.scalar() == null;
            default -> false;
        };
    }

    private static @Nullable Object zero(Schema type) {
        return switch (type.scalar()) {
            case STRING -> "";
            case NUMBER -> 0L;
            case BOOLEAN -> false;
            case ANY -> type.map() == null ? "0" : null;
            case null -> {
                MapShape map = type.map();
                yield map == null || map.members().isEmpty() ? null : new LinkedHashMap<String, @Nullable Object>();
            }
        };
    }
}
