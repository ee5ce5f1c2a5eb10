package io.keelstream.kubernetes.schema;

import org.jspecify.annotations.Nullable;

/** Where the types of kinds come from. Implementations are thread-safe. */
@FunctionalInterface
public interface SchemaSource {

    /** The type of a kind's objects in a version; null where this source does not know it. */
    @Nullable
    Schema find(String apiVersion, String kind);

    /** As {@link #find}; {@link Schema#DEDUCED} where this source does not know the kind. */
    default Schema findOrDeduced(String apiVersion, String kind) {
        Schema schema = find(apiVersion, kind);
        return schema == null ? Schema.DEDUCED : schema;
    }

    /** This source first, then another. */
    default SchemaSource orElse(SchemaSource other) {
        return (apiVersion, kind) -> {
            Schema schema = find(apiVersion, kind);
            return schema == null ? other.find(apiVersion, kind) : schema;
        };
    }
}
