package io.keelstream.kubernetes.fields;

import io.keelstream.kubernetes.digest.CodePointOrder;
import io.keelstream.kubernetes.fields.PathElement.KeyField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Order of keyed items, and the text of a step in fieldsV1. Pure; thread-safe. */
final class PathElements {

    private PathElements() {}

    static List<KeyField> sorted(List<KeyField> keys) {
        List<KeyField> sorted = new ArrayList<>(keys);
        sorted.sort((a, b) -> CodePointOrder.INSTANCE.compare(a.name(), b.name()));
        return List.copyOf(sorted);
    }

    static int compareKeys(List<KeyField> left, List<KeyField> right) {
        int length = Math.min(left.size(), right.size());
        for (int i = 0; i < length; i++) {
            KeyField a = left.get(i);
            KeyField b = right.get(i);
            int byName = CodePointOrder.INSTANCE.compare(a.name(), b.name());
            if (byName != 0) {
                return byName;
            }
            int byValue = Scalars.compare(a.value(), b.value());
            if (byValue != 0) {
                return byValue;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    /** The key under which fieldsV1 records the step. */
    static String write(PathElement element) {
        return switch (element) {
            case PathElement.Field(String name) -> "f:" + name;
            case PathElement.Keyed(List<KeyField> keys) -> {
                StringBuilder text = new StringBuilder("k:{");
                for (KeyField key : keys) {
                    text.append(text.length() > 3 ? "," : "");
                    GoJson.string(text, key.name(), false);
                    GoJson.value(text.append(':'), key.value());
                }
                yield text.append('}').toString();
            }
            case PathElement.SetItem(Object value) ->
                GoJson.value(new StringBuilder("v:"), value).toString();
            case PathElement.Index(int index) -> "i:" + index;
        };
    }

    /**
     * Reads such a key; empty for a kind of step this version does not know, which the API server drops too.
     *
     * @throws IllegalArgumentException naming the text, where it is malformed
     */
    static Optional<PathElement> read(String text) {
        if (text.length() < 2 || text.charAt(1) != ':') {
            throw new IllegalArgumentException("not a step of fieldsV1: " + text);
        }
        String rest = text.substring(2);
        return switch (text.charAt(0)) {
            case 'f' -> Optional.of(new PathElement.Field(rest));
            case 'k' -> Optional.of(keyed(rest));
            case 'v' -> Optional.of(new PathElement.SetItem(required(rest)));
            case 'i' -> Optional.of(new PathElement.Index(Integer.parseInt(rest)));
            default -> Optional.empty();
        };
    }

    private static PathElement keyed(String text) {
        if (!(GoJson.read(text) instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("the key of a list item is not a JSON object: " + text);
        }
        List<KeyField> keys = new ArrayList<>(map.size());
        map.forEach((name, value) -> keys.add(new KeyField((String) name, value)));
        return new PathElement.Keyed(keys);
    }

    private static Object required(String text) {
        Object value = GoJson.read(text);
        if (value == null) {
            throw new IllegalArgumentException("a set item is null");
        }
        return value;
    }
}
