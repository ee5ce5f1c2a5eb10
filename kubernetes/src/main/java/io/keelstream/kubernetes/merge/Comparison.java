package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two values of one type. No field is in two of the sets.
 *
 * @param removed fields that only the first has
 * @param modified leaves that both have with different values
 * @param added fields that only the second has
 */
public record Comparison(FieldSet removed, FieldSet modified, FieldSet added) {

    /** Compares two values; both must fit the type as {@link Validation} checks it. */
    public static Comparison of(Schema schema, @Nullable Object before, @Nullable Object after) {
        return Comparing.compare(schema, before, after);
    }

    public boolean isEmpty() {
        return removed.isEmpty() && modified.isEmpty() && added.isEmpty();
    }

    /** Without these fields and everything below them. */
    Comparison without(FieldSet ignored) {
        return ignored.isEmpty()
                ? this
                : new Comparison(
                        removed.differenceWithBelow(ignored),
                        modified.differenceWithBelow(ignored),
                        added.differenceWithBelow(ignored));
    }
}
