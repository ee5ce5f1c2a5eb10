package io.keelstream.drift.assessment;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paths whose drift does not count, themselves and everything below. A step {@code *} stands for any one step, e.g. {@code
 * /spec/template/spec/containers/*}{@code /image}. Immutable.
 *
 * @param paths the steps of each path, as in {@link io.keelstream.kubernetes.fields.FieldPath#pointer}
 */
public record IgnoredFields(List<List<String>> paths) {

    public static final IgnoredFields NONE = new IgnoredFields(List.of());

    public IgnoredFields {
        paths = List.copyOf(paths);
    }

    /** Reads a comma-separated list of pointers; null and what does not begin with a slash mean nothing. */
    public static IgnoredFields parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return NONE;
        }
        // A comma inside a list item's key (port=80,protocol=TCP) does not begin with a slash.
        return new IgnoredFields(Arrays.stream(text.split(",\\s*(?=/)", -1))
                .map(String::strip)
                .filter(path -> path.startsWith("/"))
                .map(IgnoredFields::steps)
                .toList());
    }

    /** These and one more path. */
    public IgnoredFields and(String pointer) {
        List<List<String>> more = new java.util.ArrayList<>(paths);
        more.add(steps(pointer));
        return new IgnoredFields(more);
    }

    /** Whether the field at the pointer is ignored. */
    public boolean contains(String pointer) {
        if (paths.isEmpty()) {
            return false;
        }
        List<String> steps = steps(pointer);
        return paths.stream().anyMatch(path -> covers(path, steps));
    }

    private static boolean covers(List<String> path, List<String> steps) {
        if (path.size() > steps.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            if (!path.get(i).equals("*") && !path.get(i).equals(steps.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> steps(String pointer) {
        return List.of(pointer.substring(1).split("/", -1));
    }
}
