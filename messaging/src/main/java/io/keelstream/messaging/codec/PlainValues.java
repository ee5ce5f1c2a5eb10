package io.keelstream.messaging.codec;

import io.keelstream.contracts.number.PlainNumber;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Reads the untyped parts of a payload as plain Java values, numbers as {@link PlainNumber} keeps them. Jackson's own choice
 * is {@code Integer} by size, and its switch to {@code Long} refuses larger numbers.
 */
final class PlainValues extends ValueDeserializer<Object> {

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
        return value(parser, context);
    }

    private static @Nullable Object value(JsonParser parser, DeserializationContext context) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, context);
            case START_ARRAY -> array(parser, context);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> whole(parser);
            case VALUE_NUMBER_FLOAT -> decimal(parser, context);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                context.handleUnexpectedToken(Object.class, parser);
        };
    }

    private static Object decimal(JsonParser parser, DeserializationContext context) {
        try {
            return PlainNumber.decimal(parser.getString());
        } catch (NumberFormatException e) {
            return context.reportInputMismatch(Object.class, "a number is too large or too small");
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser, DeserializationContext context) {
        parser.nextToken();
        return properties(parser, context);
    }

    /** The properties from the one that the parser is at, or none at the end of the object, up to that end. */
    static Map<String, @Nullable Object> properties(JsonParser parser, DeserializationContext context) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (; parser.currentToken() == JsonToken.PROPERTY_NAME; parser.nextToken()) {
            String name = parser.currentName();
            parser.nextToken();
            map.put(name, value(parser, context));
        }
        return map;
    }

    private static List<@Nullable Object> array(JsonParser parser, DeserializationContext context) {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser, context));
        }
        return list;
    }

    private static Number whole(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> parser.getBigIntegerValue();
        };
    }
}
