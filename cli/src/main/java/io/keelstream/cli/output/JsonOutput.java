package io.keelstream.cli.output;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.messaging.codec.PayloadJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records as JSON for programs. Stateless. */
public final class JsonOutput {

    private JsonOutput() {}

    /** One record, as its topic holds it. */
    public static String text(Record payload) {
        return new String(PayloadJson.write(payload), StandardCharsets.UTF_8);
    }

    /** One object on one line. */
    public static String text(Map<String, @Nullable Object> object) {
        return Json.writeText(object);
    }

    /** A list on one line. */
    public static String text(List<Map<String, @Nullable Object>> objects) {
        return Json.writeText(objects);
    }

    /** The properties of a record, to be written beside others; a copy. */
    public static Map<String, @Nullable Object> properties(Record payload) {
        return new LinkedHashMap<>(Json.readObject(PayloadJson.write(payload)));
    }
}
