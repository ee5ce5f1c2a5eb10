package io.keelstream.kubernetes.fields;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The little JSON inside the keys of fieldsV1. It is written with the same escapes that the API server writes: its encoder
 * also escapes {@code <}, {@code >}, {@code &} and the line separators inside values. The writer is own code, because the
 * keys must be equal to the byte and Jackson escapes differently. Pure; thread-safe.
 */
final class GoJson {

    private static final String HTML = "<>&\u2028\u2029";

    private GoJson() {}

    static StringBuilder value(StringBuilder out, @Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case String text -> string(out, text, true);
            case Double number -> out.append(number(number));
            case Map<?, ?> map -> {
                String separator = "{";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    string(out.append(separator), (String) entry.getKey(), true);
                    value(out.append(':'), entry.getValue());
                    separator = ",";
                }
                out.append(map.isEmpty() ? "{}" : "}");
            }
            case List<?> list -> {
                String separator = "[";
                for (Object item : list) {
                    value(out.append(separator), item);
                    separator = ",";
                }
                out.append(list.isEmpty() ? "[]" : "]");
            }
            default -> out.append(value);
        }
        return out;
    }

    private static String number(double number) {
        double size = Math.abs(number);
        if (size != 0 && (size < 1e-6 || size >= 1e21)) {
            String text = new java.math.BigDecimal(Double.toString(number))
                    .stripTrailingZeros()
                    .toString();
            return text.replace("E", "e").replaceFirst("e-0*", "e-");
        }
        return new java.math.BigDecimal(Double.toString(number))
                .stripTrailingZeros()
                .toPlainString();
    }

    static void string(StringBuilder out, String text, boolean html) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || (html && HTML.indexOf(c) >= 0)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Reads one JSON value; throws {@link IllegalArgumentException} naming the text where it is malformed. */
    static @Nullable Object read(String text) {
        try {
            return Json.read(text);
        } catch (JsonException e) {
            throw new IllegalArgumentException("malformed JSON in a step of fieldsV1: " + text, e);
        }
    }
}
