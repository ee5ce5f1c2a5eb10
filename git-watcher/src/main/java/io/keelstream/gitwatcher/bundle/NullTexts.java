package io.keelstream.gitwatcher.bundle;

import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key without a value in a map that holds nothing but text: the API server stores an empty text for it. It becomes one
 * here, so that digest, plan and cluster agree and nobody after this makes a text of null. Stateless.
 */
final class NullTexts {

    private static final Map<String, List<String>> FIELDS =
            Map.of("Secret", List.of("data", "stringData"), "ConfigMap", List.of("data", "binaryData"));

    private NullTexts() {}

    /** Changes the object in place. */
    static void empty(Manifest manifest) {
        empty(manifest.metadata().get("labels"));
        empty(manifest.metadata().get("annotations"));
        if (manifest.apiVersion().equals("v1")) {
            FIELDS.getOrDefault(manifest.kind(), List.of())
                    .forEach(field -> empty(manifest.tree().get(field)));
        }
    }

    private static void empty(@Nullable Object texts) {
        if (texts instanceof Map<?, ?>) {
            Manifest.map(texts).replaceAll((key, value) -> value == null ? "" : value);
        }
    }
}
