package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.object.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** JSON merge patches (RFC 7396) between two states of an object. Pure. */
public final class MergePatch {

    private MergePatch() {}

    /** What makes the one map of the other; empty where they are equal. A list that differs is replaced as a whole. */
    public static Map<String, @Nullable Object> between(
            Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        Map<String, @Nullable Object> patch = new LinkedHashMap<>();
        before.keySet().stream().filter(key -> after.get(key) == null).forEach(key -> patch.put(key, null));
        after.forEach((key, wanted) -> {
            Object present = before.get(key);
            if (wanted instanceof Map && present instanceof Map) {
                Map<String, @Nullable Object> below = between(Manifest.map(present), Manifest.map(wanted));
                if (!below.isEmpty()) {
                    patch.put(key, below);
                }
            } else if (wanted != null && !Objects.equals(present, wanted)) {
                patch.put(key, wanted);
            }
        });
        return patch;
    }
}
