package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.object.Manifest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** JSON to trees of plain values and back. Thread-safe. */
final class JsonTrees {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(tools.jackson.databind.DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private JsonTrees() {}

    static byte[] write(Object tree) {
        return MAPPER.writeValueAsBytes(tree);
    }

    /** The object in the bytes; null when they are no JSON object. */
    static @Nullable Map<String, @Nullable Object> readMap(byte[] json) {
        try {
            return MAPPER.readValue(json, Object.class) instanceof Map<?, ?> map ? Manifest.map(map) : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /** The object in the bytes; an empty map when they are no JSON object. */
    static Map<String, @Nullable Object> readMapOrEmpty(byte[] json) {
        Map<String, @Nullable Object> map = readMap(json);
        return map == null ? Map.of() : map;
    }
}
