package io.keelstream.contracts.plan;

import org.jspecify.annotations.Nullable;

/**
 * One field's change, masked where the value is sensitive.
 *
 * @param path RFC 6901 pointer; items of keyed lists by their key, e.g. {@code /spec/containers/[name=app]/image}
 * @param before value as JSON text; null when the field is absent
 * @param after value as JSON text; null when the field goes
 * @param note anything a reader must know, e.g. {@code stays: owned by kubectl}; null without
 */
public record FieldDiff(
        String path,
        @Nullable String before,
        @Nullable String after,
        @Nullable String note) {}
