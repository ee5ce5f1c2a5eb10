package io.keelstream.kubernetes.schema;

import io.keelstream.kubernetes.schema.MapShape.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what {@link SchemaTableWriter} writes. For one use by one thread. */
final class SchemaTableReader {

    private final Map<String, Schema> kinds = new HashMap<>();
    private final Map<String, Schema> named = new HashMap<>();
    private final Map<Integer, Schema> structs = new HashMap<>();
    private String text = "";
    private int at;

    Map<String, Schema> kinds() {
        return kinds;
    }

    Map<String, Schema> named() {
        return named;
    }

    void line(String line) {
        if (line.isBlank() || line.startsWith("//")) {
            return;
        }
        String[] words = line.split(" ");
        if (words[0].equals("=")) {
            kinds.put(words[1], parse(words[2]));
        } else {
            struct(words);
        }
    }

    private void struct(String[] words) {
        Schema struct = structs.computeIfAbsent(Integer.valueOf(words[0].substring(1)), number -> new Schema(words[2]));
        Map<String, Member> members = new HashMap<>();
        Schema values = null;
        for (int i = 4; i < words.length; i++) {
            int colon = words[i].indexOf(':');
            String field = words[i].substring(0, colon);
            Schema type = parse(words[i].substring(colon + 1));
            if (field.equals("*")) {
                values = type;
            } else {
                boolean always = field.endsWith("!");
                String name = always ? field.substring(0, field.length() - 1) : field;
                members.put(name, new Member(type, defaultValue(), always));
            }
        }
        Set<String> required = words[3].equals("-") ? Set.of() : Set.of(words[3].split(","));
        struct.define(null, null, new MapShape(Map.copyOf(members), values, words[1].equals("a"), required));
        if (!words[2].equals("-")) {
            named.put(words[2], struct);
        }
    }

    private @Nullable Object defaultValue() {
        if (at >= text.length()) {
            return null;
        }
        String value = text.substring(at + 2);
        return switch (text.charAt(at + 1)) {
            case 's' -> value;
            case 'n' -> Long.valueOf(value);
            case 'o' -> Map.of();
            default -> true;
        };
    }

    private Schema parse(String type) {
        text = type;
        at = 0;
        return type();
    }

    private Schema type() {
        char c = text.charAt(at++);
        return switch (c) {
            case 's' -> Schema.of(ScalarShape.STRING);
            case 'n' -> Schema.of(ScalarShape.NUMBER);
            case 'b' -> Schema.of(ScalarShape.BOOLEAN);
            case '?' -> Schema.of(ScalarShape.ANY);
            case 'u' -> Schema.ATOMIC;
            case 'd' -> Schema.DEDUCED;
            case '#' -> structs.computeIfAbsent(number(), number -> new Schema("#" + number));
            case 'L' -> Schema.of(new ListShape(inner(), false, List.of()));
            case 'S' -> Schema.of(new ListShape(inner(), true, List.of()));
            case 'K' -> {
                int end = text.indexOf(')', at);
                List<String> keys = List.of(text.substring(at + 1, end).split(","));
                at = end + 1;
                yield Schema.of(new ListShape(inner(), true, keys));
            }
            case 'M' -> Schema.of(MapShape.ofValues(inner(), false));
            case 'A' -> Schema.of(MapShape.ofValues(inner(), true));
            case '*' -> any();
            default -> throw new IllegalArgumentException("not a type at " + at + ": " + text);
        };
    }

    private Schema any() {
        at++;
        Schema list = text.charAt(at) == ',' ? null : type();
        at++;
        Schema map = text.charAt(at) == '>' ? null : type();
        at++;
        return new Schema("")
                .define(ScalarShape.ANY, list == null ? null : list.list(), map == null ? null : map.map());
    }

    private Schema inner() {
        at++;
        Schema inner = type();
        at++;
        return inner;
    }

    private int number() {
        int start = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        return Integer.parseInt(text.substring(start, at));
    }
}
