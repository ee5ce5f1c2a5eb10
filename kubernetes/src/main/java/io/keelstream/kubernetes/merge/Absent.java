package io.keelstream.kubernetes.merge;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stands for a value that is not there, which is something else than null in Kubernetes objects. */
enum Absent {
    VALUE;

    /** The map's value, or this where the key is missing. */
    static @Nullable Object get(Map<String, @Nullable Object> map, String key) {
        Object value = map.get(key);
        return value == null && !map.containsKey(key) ? VALUE : value;
    }
}
