package io.keelstream.kubernetes.sops;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object. It is written as SOPS writes it, indented by tabs.
 *
 * @param tree maps, lists, nulls, and the leaves
 * @param leaves in document order
 * @param metadata what SOPS wrote about it
 */
record JsonLayout(
        Map<String, @Nullable Object> tree,
        List<Leaf> leaves,
        @Nullable Map<String, @Nullable Object> metadata) implements Layout {

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final double PLAIN_FROM = 1e-6;
    private static final double PLAIN_TO = 1e21;
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    JsonLayout {
        leaves = List.copyOf(leaves);
    }

    static JsonLayout of(Map<String, @Nullable Object> written) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(written);
        Map<String, @Nullable Object> metadata =
                rest.remove(SopsDocument.FIELD) instanceof Map<?, ?> own ? Manifest.map(own) : null;
        List<Leaf> leaves = new ArrayList<>();
        Map<String, @Nullable Object> tree = map(rest, List.of(), leaves);
        return new JsonLayout(tree, leaves, metadata);
    }

    private static Map<String, @Nullable Object> map(
            Map<String, @Nullable Object> written, List<String> path, List<Leaf> leaves) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        written.forEach((key, value) -> {
            List<String> inside = new ArrayList<>(path);
            inside.add(key);
            tree.put(key, value(value, inside, leaves));
        });
        return tree;
    }

    private static @Nullable Object value(@Nullable Object value, List<String> path, List<Leaf> leaves) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> map(Manifest.map(map), path, leaves);
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (Object item : list) {
                    items.add(value(item, path, leaves));
                }
                yield items;
            }
            default -> {
                Leaf leaf = leaf(value, path);
                leaves.add(leaf);
                yield leaf.encrypted() == null ? value : leaf;
            }
        };
    }

    private static Leaf leaf(Object value, List<String> path) {
        return switch (value) {
            case String text -> Leaf.text(path, text);
            case Boolean bool -> Leaf.literal(path, bool ? "True" : "False");
            case Long whole -> Leaf.literal(path, whole.toString());
            case BigInteger whole
            when whole.compareTo(LEAST) >= 0 && whole.compareTo(MOST) <= 0 -> Leaf.literal(path, whole.toString());
            case Number number -> Leaf.literal(path, Layout.fraction(number.doubleValue()));
            default -> throw new IllegalStateException("no JSON value: " + value.getClass());
        };
    }

    @Override
    public String text(Function<Leaf, Replacement> values) {
        StringBuilder text = new StringBuilder();
        write(tree, "\n", values, text);
        return text.append('\n').toString();
    }

    private static void write(
            @Nullable Object value, String line, Function<Leaf, Replacement> values, StringBuilder text) {
        String inside = line + "\t";
        switch (value) {
            case Map<?, ?> map -> {
                String separator = "{";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    text.append(separator)
                            .append(inside)
                            .append(quoted(String.valueOf(entry.getKey())))
                            .append(": ");
                    write(entry.getValue(), inside, values, text);
                    separator = ",";
                }
                text.append(map.isEmpty() ? "{}" : line + "}");
            }
            case List<?> list -> {
                String separator = "[";
                for (Object item : list) {
                    text.append(separator).append(inside);
                    write(item, inside, values, text);
                    separator = ",";
                }
                text.append(list.isEmpty() ? "[]" : line + "]");
            }
            case Leaf leaf ->
                text.append(
                        switch (values.apply(leaf)) {
                            case Replacement.Text(String plain) -> quoted(plain);
                            case Replacement.Literal(String plain) -> number(plain);
                        });
            case String plain -> text.append(quoted(plain));
            case Number plain -> text.append(number(plain.toString()));
            case null, default -> text.append(Json.writeText(value));
        }
    }

    /** As Go's encoder writes a number: whole ones as they are, others shortest, with an exponent where they are very small or large. */
    private static String number(String text) {
        if (WHOLE.matcher(text).matches() || !NUMBER.matcher(text).matches()) {
            return text;
        }
        double value = Double.parseDouble(text);
        double size = Math.abs(value);
        if (size == 0 || (size >= PLAIN_FROM && size < PLAIN_TO)) {
            return Layout.fraction(value);
        }
        return Double.toString(value).replace(".0E", "E").replace("E-", "e-").replace("E", "e+");
    }

    /** As Go's encoder quotes: what has a meaning in HTML is escaped. */
    private static String quoted(String text) {
        return Json.writeText(text)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
    }
}
