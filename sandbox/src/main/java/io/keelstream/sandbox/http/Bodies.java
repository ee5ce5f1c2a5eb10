package io.keelstream.sandbox.http;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlDocument;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.kubernetes.yaml.YamlResult;
import io.keelstream.sandbox.status.Status;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of requests: JSON, or YAML where the real server takes it. */
final class Bodies {

    private Bodies() {}

    /** A body that is one object. */
    static Map<String, @Nullable Object> object(Exchange exchange) throws IOException {
        Object value = value(exchange);
        if (value instanceof Map) {
            return Manifest.map(value);
        }
        throw Status.badRequest("the body of the request must be one object");
    }

    /** A body that may be left out. */
    static Map<String, @Nullable Object> optional(Exchange exchange) throws IOException {
        byte[] bytes = exchange.body();
        return bytes.length == 0 ? new LinkedHashMap<>() : Manifest.map(parsed(bytes));
    }

    /** A body of whatever form. */
    static @Nullable Object value(Exchange exchange) throws IOException {
        String type = exchange.contentType();
        if (!type.isEmpty() && !type.endsWith("json") && !type.endsWith("yaml")) {
            throw Status.unsupportedMediaType("the body of the request was in an unknown format - accepted media types"
                    + " include: application/json, application/yaml" + remedy(type));
        }
        return type.endsWith("yaml") ? yaml(exchange.body()) : parsed(exchange.body());
    }

    /** Some commands of kubectl speak protocol buffers alone, and show their user this message. */
    private static String remedy(String type) {
        return type.contains("protobuf")
                ? "; the sandbox does not read protocol buffers: add --dry-run=client -o yaml | kubectl apply -f -"
                : "";
    }

    /** JSON is YAML, and mostly what comes: the quick reader goes first. */
    private static @Nullable Object yaml(byte[] bytes) {
        if (bytes.length > 0 && bytes[0] == '{') {
            return parsed(bytes);
        }
        return switch (new YamlReader().documents(bytes)) {
            case YamlResult.Read<YamlDocument> read
            when read.items().size() == 1 -> read.items().getFirst().value();
            case YamlResult.Read<YamlDocument> _ -> throw Status.badRequest("the body must be one YAML document");
            case YamlResult.Malformed<YamlDocument> wrong -> throw Status.badRequest("error decoding YAML: " + wrong);
        };
    }

    private static @Nullable Object parsed(byte[] bytes) {
        try {
            return Json.read(bytes);
        } catch (JsonException e) {
            throw Status.badRequest("the object provided is unrecognized (must be of type JSON): " + e.getMessage());
        }
    }
}
