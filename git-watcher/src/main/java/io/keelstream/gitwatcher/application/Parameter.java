package io.keelstream.gitwatcher.application;

import org.jspecify.annotations.Nullable;

/**
 * A value under {@code parameters}. Templates insert the text exactly as written ({@code 1.10} stays {@code 1.10}); charts
 * receive the value.
 *
 * @param text the scalar's text; empty for a map or a list
 * @param value a plain value
 */
public record Parameter(String text, @Nullable Object value) {

    /** Written as null: a chart loses its default, a template keeps it. */
    static final Parameter NULL = new Parameter("", null);

    /** Whether it is one value and not a map or a list. */
    public boolean isScalar() {
        return !(value instanceof java.util.Map<?, ?>) && !(value instanceof java.util.List<?>);
    }
}
