package io.keelstream.sandbox.operation;

import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a write changes anything. It does not when only the times of managedFields differ: then nothing is stored, no
 * watch sends it, and the resourceVersion stays.
 */
final class NoOpWrite {

    private NoOpWrite() {}

    static boolean same(Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        Set<String> keys = after.keySet();
        if (!before.keySet().equals(keys)) {
            return false;
        }
        for (String key : keys) {
            boolean equal = key.equals("metadata")
                    ? comparable(before).equals(comparable(after))
                    : java.util.Objects.equals(before.get(key), after.get(key));
            if (!equal) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, @Nullable Object> comparable(Map<String, @Nullable Object> tree) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(Tree.map(tree, "metadata"));
        metadata.remove("resourceVersion");
        List<@Nullable Object> managers = new ArrayList<>();
        for (Map<String, @Nullable Object> entry : Tree.maps(metadata, "managedFields")) {
            Map<String, @Nullable Object> timeless = new LinkedHashMap<>(entry);
            timeless.remove("time");
            managers.add(timeless);
        }
        metadata.put("managedFields", managers);
        return metadata;
    }
}
