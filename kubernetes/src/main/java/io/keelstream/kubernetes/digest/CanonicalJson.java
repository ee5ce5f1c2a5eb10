package io.keelstream.kubernetes.digest;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One text for equal trees: keys sorted by code point, no whitespace, numbers by value ({@code 1.0} is {@code 1}).
 * Equal objects get equal bytes on every machine and in every version. Pure; thread-safe.
 */
public final class CanonicalJson {

    private static final String HEX = "0123456789abcdef";

    private CanonicalJson() {}

    /** The canonical text of a plain-value tree. Throws {@link IllegalArgumentException} for a value that is not plain. */
    public static String of(@Nullable Object value) {
        StringBuilder out = new StringBuilder(512);
        write(out, value, Integer.MAX_VALUE);
        return out.toString();
    }

    /** The same in UTF-8. */
    public static byte[] bytes(@Nullable Object value) {
        return of(value).getBytes(StandardCharsets.UTF_8);
    }

    /** The same where it has at most so many characters; nothing, and little more than that was written, where it has more. */
    public static Optional<byte[]> bytes(@Nullable Object value, int most) {
        StringBuilder out = new StringBuilder(512);
        return write(out, value, most) && out.length() <= most
                ? Optional.of(out.toString().getBytes(StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** Writes a value; false where it stopped because of the length. */
    private static boolean write(StringBuilder out, @Nullable Object value, int most) {
        if (out.length() > most) {
            return false;
        }
        switch (value) {
            case null -> out.append("null");
            case String text -> string(out, text, most);
            case Boolean bool -> out.append(bool.booleanValue());
            case Long number -> out.append(number.longValue());
            case Integer number -> out.append(number.intValue());
            case BigInteger number -> out.append(number);
            case Double number -> out.append(decimal(BigDecimal.valueOf(number)));
            case BigDecimal number -> out.append(decimal(number));
            case Map<?, ?> map -> {
                return object(out, map, most);
            }
            case List<?> list -> {
                return array(out, list, most);
            }
            default -> throw new IllegalArgumentException("not a plain value: " + value.getClass());
        }
        return true;
    }

    private static String decimal(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        boolean plain = Math.abs(stripped.scale()) < 32 && stripped.precision() < 64;
        return plain ? stripped.toPlainString() : stripped.toString();
    }

    private static boolean object(StringBuilder out, Map<?, ?> map, int most) {
        List<String> keys = new ArrayList<>(map.size());
        for (Object key : map.keySet()) {
            keys.add((String) key);
        }
        keys.sort(CodePointOrder.INSTANCE);
        out.append('{');
        for (int i = 0; i < keys.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            string(out, keys.get(i), most);
            out.append(':');
            if (!write(out, map.get(keys.get(i)), most)) {
                return false;
            }
        }
        out.append('}');
        return true;
    }

    private static boolean array(StringBuilder out, List<?> list, int most) {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            if (!write(out, list.get(i), most)) {
                return false;
            }
        }
        out.append(']');
        return true;
    }

    /** Writes a text, or its start where there is more than one may write. */
    private static void string(StringBuilder out, String text, int most) {
        out.append('"');
        for (int i = 0; i < text.length() && out.length() <= most; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
