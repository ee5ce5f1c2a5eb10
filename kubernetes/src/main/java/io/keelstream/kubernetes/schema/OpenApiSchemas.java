package io.keelstream.kubernetes.schema;

import io.keelstream.kubernetes.object.Manifest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of one OpenAPI v3 document as an API server serves it under {@code /openapi/v3/...}. Immutable after
 * construction; thread-safe.
 */
public final class OpenApiSchemas implements SchemaSource {

    private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    private static final String RAW_EXTENSION = "io.k8s.apimachinery.pkg.runtime.RawExtension";

    private final Map<String, Schema> kinds;
    private final Map<String, Schema> named;

    private OpenApiSchemas(Map<String, Schema> kinds, Map<String, Schema> named) {
        this.kinds = kinds;
        this.named = named;
    }

    /** Reads a document. What is not understood is treated as a type without a schema, as the API server does. */
    public static OpenApiSchemas read(Map<String, @Nullable Object> document) {
        Map<String, @Nullable Object> definitions =
                Manifest.map(Manifest.map(document.get("components")).get("schemas"));
        Map<String, Schema> named = new LinkedHashMap<>();
        definitions.keySet().forEach(name -> named.put(name, new Schema(name)));
        JsonSchemaReader reader = new JsonSchemaReader(named::get);
        Map<String, Schema> kinds = new HashMap<>();
        named.forEach((name, schema) -> {
            Map<String, @Nullable Object> definition = Manifest.map(definitions.get(name));
            switch (name) {
                case QUANTITY -> schema.define(ScalarShape.ANY, null, null);
                case RAW_EXTENSION -> schema.define(Schema.ATOMIC.scalar(), Schema.ATOMIC.list(), Schema.ATOMIC.map());
                default -> {
                    if (isBuiltIn(name)) {
                        reader.defineBuiltIn(schema, definition);
                    } else {
                        reader.define(schema, definition, false);
                    }
                }
            }
            for (Object kind : Manifest.list(definition.get("x-kubernetes-group-version-kind"))) {
                kinds.put(key(Manifest.map(kind)), schema);
            }
        });
        reader.complete();
        return new OpenApiSchemas(kinds, named);
    }

    /** Types of the server's own code; those of custom resources are named after their groups. */
    private static boolean isBuiltIn(String name) {
        return name.startsWith("io.k8s.api.")
                || name.startsWith("io.k8s.apimachinery.")
                || name.startsWith("io.k8s.apiextensions-apiserver.")
                || name.startsWith("io.k8s.kube-aggregator.");
    }

    private static String key(Map<String, @Nullable Object> kind) {
        Object group = kind.get("group");
        String prefix = group == null || group.equals("") ? "" : group + "/";
        return SchemaTable.key(prefix + kind.get("version"), String.valueOf(kind.get("kind")));
    }

    @Override
    public @Nullable Schema find(String apiVersion, String kind) {
        return kinds.get(SchemaTable.key(apiVersion, kind));
    }

    /** A type by its name in the document; null where there is none. */
    public @Nullable Schema named(String name) {
        return named.get(name);
    }

    Map<String, Schema> kinds() {
        return kinds;
    }
}
