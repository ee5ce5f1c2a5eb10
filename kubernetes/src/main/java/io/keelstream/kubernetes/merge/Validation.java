package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.PathElement;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.ListShape;
import io.keelstream.kubernetes.schema.MapShape;
import io.keelstream.kubernetes.schema.ScalarShape;
import io.keelstream.kubernetes.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a value fits its type as the merge engine needs it: shapes, declared fields, keys of list items. It is not
 * the kind's own validation. For one use by one thread.
 */
public final class Validation {

    private final boolean duplicatesAllowed;
    private final List<Violation> violations = new ArrayList<>();

    private Validation(boolean duplicatesAllowed) {
        this.duplicatesAllowed = duplicatesAllowed;
    }

    /**
     * All violations, in document order.
     *
     * @param duplicatesAllowed whether associative lists may hold an item twice: objects that were stored may, applied
     *     configurations may not
     */
    public static List<Violation> check(Schema schema, @Nullable Object value, boolean duplicatesAllowed) {
        Validation validation = new Validation(duplicatesAllowed);
        validation.visit(schema, value, null);
        return validation.violations;
    }

    /** A path that is only spelled out where something is wrong. */
    private record Place(@Nullable Place parent, PathElement step) {}

    private void visit(Schema schema, @Nullable Object value, @Nullable Place place) {
        if (value == null) {
            return;
        }
        switch (schema.shapeFor(value)) {
            case ScalarShape scalar -> {
                if (!scalar.accepts(value)) {
                    report(place, "expected " + scalar.display() + ", got " + typeOf(value));
                }
            }
            case ListShape list -> {
                if (value instanceof List<?> items) {
                    items(list, items, place);
                } else {
                    report(place, "expected list, got " + typeOf(value));
                }
            }
            case MapShape map -> {
                if (value instanceof Map<?, ?> fields) {
                    fields(map, Manifest.map(fields), place);
                } else {
                    report(place, "expected map, got " + typeOf(value));
                }
            }
        }
    }

    private void fields(MapShape map, Map<String, @Nullable Object> fields, @Nullable Place place) {
        if (map.equals(Schema.DEDUCED.map())) {
            return;
        }
        for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
            Schema type = map.typeOf(field.getKey());
            if (type == null) {
                report(new Place(place, new PathElement.Field(field.getKey())), "field not declared in schema");
            } else if (field.getValue() != null) {
                visit(type, field.getValue(), new Place(place, new PathElement.Field(field.getKey())));
            }
        }
    }

    private void items(ListShape list, List<?> items, @Nullable Place place) {
        Set<PathElement> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            Object item = items.get(i);
            PathElement step = list.associative() ? ItemSteps.of(list, item) : new PathElement.Index(i);
            if (step == null) {
                report(place, "element " + i + ": " + ItemSteps.problem(list, item));
                return;
            }
            if (list.associative() && !duplicatesAllowed && !seen.add(step)) {
                report(place, "duplicate entries for key " + step);
            }
            visit(list.items(), item, new Place(place, step));
        }
    }

    private void report(@Nullable Place place, String message) {
        List<PathElement> steps = new ArrayList<>();
        for (Place at = place; at != null; at = at.parent()) {
            steps.addFirst(at.step());
        }
        violations.add(new Violation(new FieldPath(steps), message));
    }

    private static String typeOf(Object value) {
        return switch (value) {
            case String ignored -> "string";
            case Boolean ignored -> "bool";
            case Number ignored -> "number";
            case Map<?, ?> ignored -> "map";
            case List<?> ignored -> "list";
            default -> value.getClass().getSimpleName();
        };
    }
}
