package io.keelstream.kubernetes.fields;

import io.keelstream.kubernetes.fields.PathElement.KeyField;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in an object. Two texts: {@link #toString} as the API server writes it in conflicts
 * ({@code .spec.ports[port=80,protocol="TCP"]}), {@link #pointer} for plans and diffs. Immutable.
 *
 * @param steps from the root; empty for the whole object
 */
public record FieldPath(List<PathElement> steps) implements Comparable<FieldPath> {

    public static final FieldPath ROOT = new FieldPath(List.of());

    public FieldPath {
        steps = List.copyOf(steps);
    }

    /** The path through struct fields and map entries. */
    public static FieldPath of(String... names) {
        List<PathElement> steps = new ArrayList<>();
        for (String name : names) {
            steps.add(new PathElement.Field(name));
        }
        return new FieldPath(steps);
    }

    public FieldPath child(PathElement step) {
        List<PathElement> longer = new ArrayList<>(steps);
        longer.add(step);
        return new FieldPath(longer);
    }

    public FieldPath child(String field) {
        return child(new PathElement.Field(field));
    }

    /**
     * An RFC 6901 pointer whose steps into associative lists are the item's key instead of its index:
     * {@code /spec/ports/port=80,protocol=TCP/targetPort}; items of sets are {@code =value}.
     */
    public String pointer() {
        StringBuilder text = new StringBuilder();
        for (PathElement step : steps) {
            text.append('/').append(token(step).replace("~", "~0").replace("/", "~1"));
        }
        return text.toString();
    }

    private static String token(PathElement step) {
        return switch (step) {
            case PathElement.Field(String name) -> name;
            case PathElement.Keyed(List<KeyField> keys) -> {
                StringBuilder text = new StringBuilder();
                for (KeyField key : keys) {
                    text.append(text.isEmpty() ? "" : ",")
                            .append(key.name())
                            .append('=')
                            .append(key.value());
                }
                yield text.toString();
            }
            case PathElement.SetItem(Object value) -> "=" + value;
            case PathElement.Index(int index) -> Integer.toString(index);
        };
    }

    @Override
    public int compareTo(FieldPath other) {
        int length = Math.min(steps.size(), other.steps.size());
        for (int i = 0; i < length; i++) {
            int order = steps.get(i).compareTo(other.steps.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(steps.size(), other.steps.size());
    }

    /** The API server's own notation. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        steps.forEach(text::append);
        return text.toString();
    }
}
