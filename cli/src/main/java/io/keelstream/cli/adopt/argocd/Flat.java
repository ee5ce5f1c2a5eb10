package io.keelstream.cli.adopt.argocd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tree with one level, as templates other than Go's see it: {@code a.b} is the value {@code b} in {@code a}, {@code a.0} the first of a list. Pure. */
final class Flat {

    private Flat() {}

    static Map<String, @Nullable Object> of(Map<String, @Nullable Object> tree) {
        Map<String, @Nullable Object> flat = new LinkedHashMap<>();
        tree.forEach((name, value) -> add(name, value, flat));
        return flat;
    }

    private static void add(String name, @Nullable Object value, Map<String, @Nullable Object> flat) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, each) -> add(name + "." + key, each, flat));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    add(name + "." + i, list.get(i), flat);
                }
            }
            case null -> {}
            default -> flat.put(name, value);
        }
    }
}
