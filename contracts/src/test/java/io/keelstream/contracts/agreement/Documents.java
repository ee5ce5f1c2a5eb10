package io.keelstream.contracts.agreement;

import io.keelstream.contracts.event.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads the published documents as the jar carries them. */
final class Documents {

    private static final JsonMapper JSON = new JsonMapper();

    private Documents() {}

    static JsonNode asyncApi() {
        return read("/asyncapi/asyncapi.yaml", new YAMLMapper());
    }

    static JsonNode schema(EventType type) {
        return read("/asyncapi/schemas/" + type.schema() + ".json", JSON);
    }

    private static JsonNode read(String name, ObjectMapper mapper) {
        try (InputStream stream = Documents.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("contracts/src/main" + name + " does not exist: write it");
            }
            return mapper.readTree(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
