package io.keelstream.notifier.sink;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** JSON of messages. */
final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    static String of(Map<String, ?> object) {
        return MAPPER.writeValueAsString(object);
    }

    /** An object whose property {@code data} is JSON already. */
    static String of(Map<String, ?> object, byte[] data) {
        var tree = MAPPER.valueToTree(object).asObject();
        tree.set("data", MAPPER.readTree(data));
        return MAPPER.writeValueAsString(tree);
    }
}
