package io.keelstream.kubernetes.schema;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns an OpenAPI v3 schema into a {@link Schema}, by the rules with which the API server derives its merge types: the
 * {@code x-kubernetes-list-type}, {@code -list-map-keys}, {@code -map-type} and {@code -preserve-unknown-fields}
 * extensions, the older patch strategy where a list has no list type, and deduced types where nothing is said.
 */
final class JsonSchemaReader {

    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";

    private final Function<String, @Nullable Schema> references;
    private final List<AtomicChoice> choices = new ArrayList<>();
    private boolean builtIn;

    /** A field that refers to a named type, which may not be complete yet, and says itself whether it is atomic. */
    private record AtomicChoice(Schema named, boolean atomic, Schema own) {}

    /**
     * @param references finds the type of a {@code $ref}'s last segment
     */
    JsonSchemaReader(Function<String, @Nullable Schema> references) {
        this.references = references;
    }

    /** Completes a named type of the server's own, whose required fields and structs are part of every object. */
    void defineBuiltIn(Schema target, Map<String, @Nullable Object> definition) {
        builtIn = true;
        define(target, definition, false);
        builtIn = false;
    }

    /** Completes a named type from its definition. */
    void define(Schema target, Map<String, @Nullable Object> definition, boolean preserveUnknown) {
        boolean preserve = preserveUnknown || Boolean.TRUE.equals(definition.get(PRESERVE));
        String type = definition.get("type") instanceof String text ? text : "";
        switch (type) {
            case "object" -> target.define(null, null, map(definition, preserve));
            case "array" -> target.define(null, list(definition, preserve), null);
            case "integer", "number" -> target.define(ScalarShape.NUMBER, null, null);
            case "boolean" -> target.define(ScalarShape.BOOLEAN, null, null);
            case "string" -> target.define(string(definition.get("format")), null, null);
            default -> target.define(ScalarShape.ANY, list(definition, preserve), map(definition, preserve));
        }
    }

    private static ScalarShape string(@Nullable Object format) {
        return format == null || format.equals("") || format.equals("byte") ? ScalarShape.STRING : ScalarShape.ANY;
    }

    private Schema type(Map<String, @Nullable Object> definition, boolean preserve) {
        String reference = reference(definition);
        if (reference == null) {
            Schema inline = new Schema("");
            define(inline, definition, preserve);
            return inline;
        }
        Schema named = references.apply(reference.substring(reference.lastIndexOf('/') + 1));
        if (named == null) {
            return Schema.DEDUCED;
        }
        if (definition.get("x-kubernetes-map-type") instanceof String mapType) {
            Schema own = new Schema(named.name());
            choices.add(new AtomicChoice(named, mapType.equals("atomic"), own));
            return own;
        }
        return named;
    }

    /** Fills in the types that depend on named types being complete. To be called once, after the last define. */
    void complete() {
        for (AtomicChoice choice : choices) {
            Schema named = choice.named;
            MapShape map = named.map();
            choice.own.define(named.scalar(), named.list(), map == null ? null : map.withAtomic(choice.atomic));
        }
        choices.clear();
    }

    private static @Nullable String reference(Map<String, @Nullable Object> definition) {
        if (definition.get("$ref") instanceof String reference) {
            return reference;
        }
        List<@Nullable Object> all = Manifest.list(definition.get("allOf"));
        return all.size() == 1 && Manifest.map(all.getFirst()).get("$ref") instanceof String reference
                ? reference
                : null;
    }

    private MapShape map(Map<String, @Nullable Object> definition, boolean preserve) {
        Map<String, @Nullable Object> properties = Manifest.map(definition.get("properties"));
        Map<String, MapShape.Member> members = LinkedHashMap.newLinkedHashMap(properties.size());
        Set<String> required = Set.copyOf(strings(definition.get("required")));
        properties.forEach((name, property) -> {
            Map<String, @Nullable Object> member = Manifest.map(property);
            Object standard = member.get("default");
            boolean always = builtIn && (standard instanceof Map || required.contains(name));
            members.put(name, new MapShape.Member(type(member, preserve), standard, always));
        });
        boolean atomic = "atomic".equals(definition.get("x-kubernetes-map-type"));
        return new MapShape(members, values(definition, preserve, members.isEmpty()), atomic, required);
    }

    private @Nullable Schema values(Map<String, @Nullable Object> definition, boolean preserve, boolean empty) {
        Object additional = definition.get("additionalProperties");
        return switch (additional) {
            case null -> preserve || empty ? Schema.DEDUCED : null;
            case Map<?, ?> schema -> type(Manifest.map(schema), preserve);
            case Boolean allowed -> allowed ? Schema.DEDUCED : null;
            default -> null;
        };
    }

    private ListShape list(Map<String, @Nullable Object> definition, boolean preserve) {
        Schema items = definition.get("items") instanceof Map<?, ?> schema
                ? type(Manifest.map(schema), preserve)
                : Schema.ATOMIC;
        List<String> keys = strings(definition.get("x-kubernetes-list-map-keys"));
        if (definition.get("x-kubernetes-list-type") instanceof String listType) {
            return switch (listType) {
                case "map" -> new ListShape(items, true, keys);
                case "set" -> new ListShape(items, true, List.of());
                default -> new ListShape(items, false, List.of());
            };
        }
        String strategy = definition.get("x-kubernetes-patch-strategy") instanceof String text ? text : "";
        if (strategy.startsWith("merge")) {
            Object key = definition.get("x-kubernetes-patch-merge-key");
            return new ListShape(items, true, key == null ? List.of() : List.of(key.toString()));
        }
        return new ListShape(items, false, List.of());
    }

    private static List<String> strings(@Nullable Object value) {
        return Manifest.list(value).stream().map(String::valueOf).toList();
    }
}
