package io.keelstream.drift.assessment;

import io.keelstream.kubernetes.diff.Quantity;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.PathElement;
import io.keelstream.kubernetes.fields.Scalars;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the values of one field, and says which may be shown. Pure. */
final class Values {

    /** Maps whose values are quantities, which the server writes in its own way. */
    private static final Set<String> QUANTITIES =
            Set.of("requests", "limits", "capacity", "hard", "min", "max", "default", "defaultRequest", "overhead");

    private static final int LONGEST = 300;

    private Values() {}

    /** Whether two values of the field mean the same. */
    static boolean equal(FieldPath path, @Nullable Object left, @Nullable Object right) {
        if (Scalars.equal(left, right)) {
            return true;
        }
        Optional<BigDecimal> one = quantity(path, left);
        Optional<BigDecimal> other = quantity(path, right);
        return one.isPresent() && other.isPresent() && one.get().compareTo(other.get()) == 0;
    }

    /** The value as text where people may see it (image, replicas, resources); null elsewhere. */
    static @Nullable String shown(FieldPath path, Place place) {
        boolean allowed = name(path, 1).equals("image")
                || path.equals(FieldPath.of("spec", "replicas"))
                || (name(path, 3).equals("resources") && QUANTITIES.contains(name(path, 2)));
        if (!allowed
                || !(place instanceof Place.Value(Object value))
                || !(value instanceof String || value instanceof Number)) {
            return null;
        }
        String text = value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    private static Optional<BigDecimal> quantity(FieldPath path, @Nullable Object value) {
        return QUANTITIES.contains(name(path, 2)) && (value instanceof String || value instanceof Number)
                ? Quantity.parse(String.valueOf(value))
                : Optional.empty();
    }

    /** The name of the nth step from the end; empty where it is no field. */
    private static String name(FieldPath path, int fromEnd) {
        int at = path.steps().size() - fromEnd;
        return at >= 0 && path.steps().get(at) instanceof PathElement.Field(String name) ? name : "";
    }
}
