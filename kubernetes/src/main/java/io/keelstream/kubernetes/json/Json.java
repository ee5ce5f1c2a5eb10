package io.keelstream.kubernetes.json;

import io.keelstream.contracts.number.PlainNumber;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON into plain values and writes them: maps in document order, lists, strings, booleans, numbers as
 * {@link PlainNumber} keeps them, and null. Thread-safe; no state.
 */
public final class Json {

    static final JsonFactory FACTORY = JsonFactory.builder().build();

    private Json() {}

    /**
     * Reads one JSON value.
     *
     * @param utf8 the whole document
     * @throws JsonException where the bytes are not exactly one JSON value; its message holds the position, never content
     */
    public static @Nullable Object read(byte[] utf8) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            return document(parser, Json::nothing);
        } catch (JacksonException e) {
            throw JsonException.from(e);
        }
    }

    /** The same for text. */
    public static @Nullable Object read(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return document(parser, Json::nothing);
        } catch (JacksonException e) {
            throw JsonException.from(e);
        }
    }

    /**
     * Reads untrusted text: a duplicate key in an object is an error too.
     *
     * @param depth how deep objects and arrays may nest
     */
    public static @Nullable Object readStrict(String text, int depth) {
        return readStrict(text, depth, Json::nothing);
    }

    /**
     * The same for a text whose values are counted.
     *
     * @param depth how deep objects and arrays may nest
     * @param each runs before each value is read; may throw to stop the reading
     */
    public static @Nullable Object readStrict(String text, int depth, Runnable each) {
        JsonFactory strict = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(depth).build())
                .build();
        try (JsonParser parser = strict.createParser(ObjectReadContext.empty(), text)) {
            return document(parser, each);
        } catch (JacksonException e) {
            throw JsonException.from(e);
        }
    }

    /** Reads a JSON object; throws {@link JsonException} for anything else. */
    public static Map<String, @Nullable Object> readObject(byte[] utf8) {
        return object(read(utf8));
    }

    /** Reads a JSON object; throws {@link JsonException} for anything else. */
    public static Map<String, @Nullable Object> readObject(String text) {
        return object(read(text));
    }

    /** The value as UTF-8, without insignificant whitespace, keys in the order of the maps. */
    public static byte[] write(@Nullable Object value) {
        return JsonWriter.bytes(value, false);
    }

    /** The same as text. */
    public static String writeText(@Nullable Object value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    /** Indented by two spaces, for people. */
    public static String writePretty(@Nullable Object value) {
        return new String(JsonWriter.bytes(value, true), StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new JsonException("the JSON value is not an object", 1, 1);
    }

    private static void nothing() {}

    private static @Nullable Object document(JsonParser parser, Runnable each) {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new JsonException("the JSON document is empty", 1, 1);
        }
        Object value = value(parser, token, each);
        if (parser.nextToken() != null) {
            throw JsonException.at("text follows the end of the JSON value", parser.currentTokenLocation());
        }
        return value;
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token, Runnable each) {
        each.run();
        return switch (token) {
            case START_OBJECT -> map(parser, each);
            case START_ARRAY -> list(parser, each);
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> decimal(parser);
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw JsonException.at("unexpected token", parser.currentTokenLocation());
        };
    }

    private static Map<String, @Nullable Object> map(JsonParser parser, Runnable each) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            map.put(name, value(parser, parser.nextToken(), each));
        }
        return map;
    }

    private static List<@Nullable Object> list(JsonParser parser, Runnable each) {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            list.add(value(parser, token, each));
        }
        return list;
    }

    private static Object decimal(JsonParser parser) {
        try {
            return PlainNumber.decimal(parser.getString());
        } catch (NumberFormatException e) {
            throw JsonException.at("a number is too large or too small", parser.currentTokenLocation());
        }
    }

    private static Object integer(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> parser.getBigIntegerValue();
        };
    }
}
