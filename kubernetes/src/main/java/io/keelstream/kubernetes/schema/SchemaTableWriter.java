package io.keelstream.kubernetes.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Writes types as text. A type is one of: {@code s} string, {@code n} number, {@code b} boolean, {@code ?} any scalar,
 * {@code u} untyped and atomic, {@code d} untyped and merged, {@code #N} the struct N, {@code L<T>} atomic list,
 * {@code S<T>} set, {@code K(a,b)<T>} list by keys, {@code M<T>} map, {@code A<T>} atomic map, {@code *<L,M>} any scalar,
 * list or map. A field whose name ends in {@code !} is part of every object. For one use by one thread.
 */
final class SchemaTableWriter {

    private final UnaryOperator<String> rename;
    private final Map<Schema, Integer> numbers = new HashMap<>();
    private final List<String> structs = new ArrayList<>();
    private final Map<String, Integer> byName = new HashMap<>();

    SchemaTableWriter(UnaryOperator<String> rename) {
        this.rename = rename;
    }

    List<String> structs() {
        return structs;
    }

    String type(Schema schema) {
        if (schema == Schema.DEDUCED) {
            return "d";
        }
        ScalarShape scalar = schema.scalar();
        ListShape list = schema.list();
        MapShape map = schema.map();
        if (schema == Schema.ATOMIC || (map != null && map.atomic() && map.untyped() && scalar != null)) {
            return "u";
        }
        if (scalar != null && (list != null || map != null)) {
            return "*<" + (list == null ? "" : list(list)) + "," + (map == null ? "" : map(schema, map)) + ">";
        }
        if (scalar != null) {
            return switch (scalar) {
                case STRING -> "s";
                case NUMBER -> "n";
                case BOOLEAN -> "b";
                case ANY -> "?";
            };
        }
        if (list != null) {
            return list(list);
        }
        return map == null ? "d" : map(schema, map);
    }

    private String list(ListShape list) {
        String items = "<" + type(list.items()) + ">";
        if (!list.associative()) {
            return "L" + items;
        }
        return list.keys().isEmpty() ? "S" + items : "K(" + String.join(",", list.keys()) + ")" + items;
    }

    private String map(Schema schema, MapShape map) {
        if (map.members().isEmpty() && map.values() != null) {
            return (map.atomic() ? "A<" : "M<") + type(map.values()) + ">";
        }
        return "#" + struct(schema, map);
    }

    private int struct(Schema schema, MapShape map) {
        String identity = schema.name().isEmpty() ? "" : schema.name() + (map.atomic() ? "!" : "");
        Integer known = identity.isEmpty() ? numbers.get(schema) : byName.get(identity);
        if (known != null) {
            return known;
        }
        int number = structs.size();
        structs.add("");
        numbers.put(schema, number);
        if (!identity.isEmpty()) {
            byName.put(identity, number);
        }
        StringBuilder line = new StringBuilder("#").append(number);
        line.append(' ').append(map.atomic() ? "a" : "-");
        String name = rename.apply(schema.name());
        line.append(' ').append(name.isEmpty() ? "-" : name);
        line.append(' ')
                .append(
                        map.required().isEmpty()
                                ? "-"
                                : String.join(
                                        ",", map.required().stream().sorted().toList()));
        if (map.values() != null) {
            line.append(" *:").append(type(map.values()));
        }
        new TreeMap<>(map.members()).forEach((field, member) -> line.append(' ').append(field(field, member)));
        structs.set(number, line.toString());
        return number;
    }

    private String field(String field, MapShape.Member member) {
        String suffix = switch (member.defaultValue()) {
            case String text when !text.isEmpty() && text.indexOf(' ') < 0 -> "=s" + text;
            case Long number when number != 0 -> "=n" + number;
            case Boolean bool when bool -> "=b";
            case Map<?, ?> ignored -> "=o";
            case null, default -> "";
        };
        return field + (member.always() ? "!:" : ":") + type(member.schema()) + suffix;
    }
}
