package io.keelstream.sandbox.tree;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The small part of JSONPath that custom resource definitions use: {@code .a.b}, {@code ['a.b']}, {@code [0]},
 * {@code [*]}, {@code [?(@.type=="Ready")]}.
 */
public final class JsonPath {

    private static final Pattern STEP = Pattern.compile("\\.?\\[\\?\\(@\\.([\\w.]+)\\s*==\\s*[\"']([^\"']*)[\"']\\)\\]"
            + "|\\.?\\[(?:(\\d+)|(\\*)|['\"]([^'\"]+)['\"])\\]|\\.((?:[^.\\[\\\\]|\\\\.)+)");

    private JsonPath() {}

    /** The first value at the path; null where there is none or the path is of another kind. */
    public static @Nullable Object first(Map<String, @Nullable Object> root, String path) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(root);
        Matcher step = STEP.matcher(path);
        int end = 0;
        while (end < path.length() && step.find(end) && step.start() == end) {
            List<@Nullable Object> next = new ArrayList<>();
            for (Object value : values) {
                follow(step, value, next);
            }
            values = next;
            end = step.end();
        }
        return end < path.length() || values.isEmpty() ? null : values.getFirst();
    }

    private static void follow(Matcher step, @Nullable Object value, List<@Nullable Object> next) {
        if (step.group(1) != null) {
            for (Map<String, @Nullable Object> item : Tree.maps(Map.of("items", Manifest.list(value)), "items")) {
                if (step.group(2)
                        .equals(String.valueOf(Tree.at(item, step.group(1).split("\\."))))) {
                    next.add(item);
                }
            }
        } else if (step.group(3) != null) {
            List<@Nullable Object> items = Manifest.list(value);
            int index = Integer.parseInt(step.group(3));
            if (index < items.size()) {
                next.add(items.get(index));
            }
        } else if (step.group(4) != null) {
            next.addAll(Manifest.list(value));
        } else {
            String key = step.group(5) != null ? step.group(5) : step.group(6).replace("\\.", ".");
            Object child = Manifest.map(value).get(key);
            if (child != null) {
                next.add(child);
            }
        }
    }
}
