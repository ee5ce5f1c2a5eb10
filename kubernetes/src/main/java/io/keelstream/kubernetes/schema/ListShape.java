package io.keelstream.kubernetes.schema;

import java.util.List;

/**
 * A list: atomic (replaced as a whole), a set of scalars (associative without keys), or a list of maps that are known by
 * the values of their keys.
 *
 * @param items the items' type
 * @param associative whether items are merged one by one
 * @param keys the key fields; empty for a set and for an atomic list
 */
public record ListShape(Schema items, boolean associative, List<String> keys) implements Shape {

    public ListShape {
        keys = List.copyOf(keys);
    }

    /** By identity of the items' type: types may refer to themselves. */
    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return (associative ? keys.isEmpty() ? "set" : "list by " + keys : "atomic list") + " of " + items;
    }
}
