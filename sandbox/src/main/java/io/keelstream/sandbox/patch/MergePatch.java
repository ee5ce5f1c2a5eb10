package io.keelstream.sandbox.patch;

import io.keelstream.kubernetes.object.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON merge patch (RFC 7396): maps are merged, null removes, everything else replaces. */
public final class MergePatch {

    private MergePatch() {}

    /** The target with the patch applied; neither is changed. */
    public static @Nullable Object apply(@Nullable Object target, @Nullable Object patch) {
        if (!(patch instanceof Map)) {
            return Manifest.copyOf(patch);
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>(Manifest.map(target));
        Manifest.map(patch).forEach((key, value) -> {
            if (value == null) {
                result.remove(key);
            } else {
                result.put(key, apply(result.get(key), value));
            }
        });
        return result;
    }
}
