package io.keelstream.kubernetes.schema;

import io.keelstream.kubernetes.object.Manifest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of one CustomResourceDefinition's versions. Besides what the definition says, every object (and every
 * {@code x-kubernetes-embedded-resource}) has apiVersion, kind and metadata. Immutable; thread-safe.
 */
public final class CustomResourceSchemas implements SchemaSource {

    private static final String META_REFERENCE = "#/" + BuiltInSchemas.OBJECT_META;

    private final Map<String, Schema> kinds;

    private CustomResourceSchemas(Map<String, Schema> kinds) {
        this.kinds = kinds;
    }

    /** Reads an {@code apiextensions.k8s.io/v1} CustomResourceDefinition; a version without a schema is deduced. */
    public static CustomResourceSchemas read(Manifest definition) {
        Map<String, @Nullable Object> spec = definition.spec();
        String group = String.valueOf(spec.get("group"));
        String kind = String.valueOf(Manifest.map(spec.get("names")).get("kind"));
        boolean preserve = Boolean.TRUE.equals(spec.get("preserveUnknownFields"));
        Map<String, Schema> kinds = new HashMap<>();
        for (Object item : Manifest.list(spec.get("versions"))) {
            Map<String, @Nullable Object> version = Manifest.map(item);
            Object schema = Manifest.map(version.get("schema")).get("openAPIV3Schema");
            String apiVersion = group + "/" + version.get("name");
            kinds.put(SchemaTable.key(apiVersion, kind), read(Manifest.map(schema), kind, preserve));
        }
        return new CustomResourceSchemas(kinds);
    }

    private static Schema read(Map<String, @Nullable Object> openApi, String kind, boolean preserve) {
        if (openApi.isEmpty()) {
            return Schema.DEDUCED;
        }
        JsonSchemaReader reader = new JsonSchemaReader(name -> name.equals(BuiltInSchemas.OBJECT_META)
                ? BuiltInSchemas.instance().objectMeta()
                : null);
        Schema schema = new Schema(kind);
        reader.define(schema, Manifest.map(embedded(withIdentity(openApi))), preserve);
        reader.complete();
        return schema;
    }

    private static Map<String, @Nullable Object> withIdentity(Map<String, @Nullable Object> definition) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>(Manifest.map(definition.get("properties")));
        properties.put("apiVersion", Map.of("type", "string"));
        properties.put("kind", Map.of("type", "string"));
        properties.put("metadata", Map.of("$ref", META_REFERENCE));
        Map<String, @Nullable Object> whole = new LinkedHashMap<>(definition);
        whole.put("properties", properties);
        return whole;
    }

    /** The same definition with the identity fields written out wherever it embeds whole objects. */
    private static @Nullable Object embedded(@Nullable Object definition) {
        if (!(definition instanceof Map<?, ?>)) {
            return definition;
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(Manifest.map(definition));
        if (copy.get("properties") instanceof Map<?, ?> properties) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>(Manifest.map(properties));
            members.replaceAll((name, member) -> embedded(member));
            copy.put("properties", members);
        }
        copy.computeIfPresent("items", (key, items) -> embedded(items));
        copy.computeIfPresent("additionalProperties", (key, values) -> embedded(values));
        return Boolean.TRUE.equals(copy.get("x-kubernetes-embedded-resource")) ? withIdentity(copy) : copy;
    }

    @Override
    public @Nullable Schema find(String apiVersion, String kind) {
        return kinds.get(SchemaTable.key(apiVersion, kind));
    }
}
