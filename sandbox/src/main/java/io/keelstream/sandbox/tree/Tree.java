package io.keelstream.sandbox.tree;

import io.keelstream.kubernetes.object.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Paths through trees of plain values. Reading never fails: what is missing or of another type reads as absent. Integers
 * are always {@link Long}, so that trees compare by {@code equals}.
 */
public final class Tree {

    private Tree() {}

    /** The value at the keys, through maps only; null where there is none. */
    public static @Nullable Object at(@Nullable Object root, String... keys) {
        Object value = root;
        for (String key : keys) {
            value = Manifest.map(value).get(key);
        }
        return value;
    }

    /** The map at the keys, read-only when absent. */
    public static Map<String, @Nullable Object> map(@Nullable Object root, String... keys) {
        return Manifest.map(at(root, keys));
    }

    /** The list at the keys, read-only when absent. */
    public static List<@Nullable Object> list(@Nullable Object root, String... keys) {
        return Manifest.list(at(root, keys));
    }

    /** The list's maps; other items are left out. */
    public static List<Map<String, @Nullable Object>> maps(@Nullable Object root, String... keys) {
        return list(root, keys).stream()
                .filter(Map.class::isInstance)
                .map(Manifest::map)
                .toList();
    }

    /** The text at the keys; empty when absent or not a text. */
    public static String text(@Nullable Object root, String... keys) {
        return at(root, keys) instanceof String text ? text : "";
    }

    /** The integer at the keys, or {@code absent}. */
    public static long number(long absent, @Nullable Object root, String... keys) {
        return at(root, keys) instanceof Number number ? number.longValue() : absent;
    }

    /** Whether the value at the keys is true. */
    public static boolean flag(@Nullable Object root, String... keys) {
        return Boolean.TRUE.equals(at(root, keys));
    }

    /** The map at the keys of a mutable tree; made on the way where there is none. */
    public static Map<String, @Nullable Object> within(Map<String, @Nullable Object> root, String... keys) {
        Map<String, @Nullable Object> map = root;
        for (String key : keys) {
            Object child = map.get(key);
            if (!(child instanceof Map)) {
                child = new LinkedHashMap<String, @Nullable Object>();
                map.put(key, child);
            }
            map = Manifest.map(child);
        }
        return map;
    }

    /** A deep, mutable copy. */
    public static Map<String, @Nullable Object> copy(Map<String, @Nullable Object> root) {
        return Manifest.map(Objects.requireNonNull(Manifest.copyOf(root)));
    }

    /** A mutable map of alternating keys and values; pairs with a null value are left out, integers become long. */
    public static Map<String, @Nullable Object> of(@Nullable Object... pairs) {
        Map<String, @Nullable Object> map = LinkedHashMap.newLinkedHashMap(pairs.length / 2);
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            if (value != null) {
                map.put(String.valueOf(pairs[i]), value instanceof Integer number ? Long.valueOf(number) : value);
            }
        }
        return map;
    }

    /** Puts the value, or takes the key away where the value is null. */
    public static void set(Map<String, @Nullable Object> map, String key, @Nullable Object value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value instanceof Integer number ? Long.valueOf(number) : value);
        }
    }
}
