package io.keelstream.kubernetes.differential;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds and changes random trees. */
final class Trees {

    private Trees() {}

    static Map<String, @Nullable Object> map(Object... keysAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    static boolean chance(SplittableRandom random, int percent) {
        return random.nextInt(100) < percent;
    }

    static <T> T pick(SplittableRandom random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Puts a value with some probability; sometimes null or an empty map or list instead. */
    static void maybe(
            SplittableRandom random, Map<String, @Nullable Object> map, String key, Supplier<@Nullable Object> value) {
        if (chance(random, 55)) {
            int odd = random.nextInt(40);
            Object made = value.get();
            if (odd == 0) {
                made = null;
            } else if (odd == 1 && made instanceof Map) {
                made = new LinkedHashMap<String, @Nullable Object>();
            } else if (odd == 1 && made instanceof List) {
                made = new ArrayList<@Nullable Object>();
            }
            map.put(key, made);
        }
    }

    /** A random subset of keys with small random values. */
    static Map<String, @Nullable Object> entries(SplittableRandom random, String... keys) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (String key : keys) {
            maybe(random, map, key, () -> "v" + random.nextInt(3));
        }
        return map;
    }

    /** A random subset of items in random order. */
    static List<@Nullable Object> some(SplittableRandom random, List<?> items) {
        List<@Nullable Object> rest = new ArrayList<>(items);
        List<@Nullable Object> some = new ArrayList<>();
        while (!rest.isEmpty()) {
            Object item = rest.remove(chance(random, 70) ? 0 : random.nextInt(rest.size()));
            if (chance(random, 55)) {
                some.add(item);
            }
        }
        return some;
    }

    /** The items of a keyed list: for some of the keys a map that is filled further. */
    static List<@Nullable Object> keyed(
            SplittableRandom random,
            List<Map<String, @Nullable Object>> keys,
            Consumer<Map<String, @Nullable Object>> fill) {
        List<@Nullable Object> items = new ArrayList<>();
        for (Object key : some(random, keys)) {
            Map<String, @Nullable Object> item = new LinkedHashMap<>(Manifest.map(key));
            fill.accept(item);
            items.add(item);
        }
        return items;
    }

    /** RFC 7386: maps are merged, null removes, everything else replaces. */
    static @Nullable Object patched(@Nullable Object target, @Nullable Object patch) {
        if (!(patch instanceof Map)) {
            return patch;
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>(Manifest.map(target));
        Manifest.map(patch).forEach((key, value) -> {
            if (value == null) {
                result.remove(key);
            } else {
                result.put(key, patched(result.get(key), value));
            }
        });
        return result;
    }
}
