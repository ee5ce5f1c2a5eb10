package io.keelstream.sandbox.resource;

import io.keelstream.kubernetes.schema.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a custom resource definition says of one version.
 *
 * @param schema {@code openAPIV3Schema}; empty when it has none
 * @param preserveUnknownFields whether the root keeps fields that the schema does not name
 * @param columns {@code additionalPrinterColumns}
 * @param scale {@code subresources.scale}; null without one
 * @param storageVersion the version that is stored
 * @param selectableFields JSON paths that field selectors may name
 * @param mergeSchema the schema as server-side apply sees it
 */
public record CustomVersion(
        Map<String, @Nullable Object> schema,
        boolean preserveUnknownFields,
        List<Map<String, @Nullable Object>> columns,
        @Nullable Map<String, @Nullable Object> scale,
        String storageVersion,
        List<String> selectableFields,
        Schema mergeSchema) {}
