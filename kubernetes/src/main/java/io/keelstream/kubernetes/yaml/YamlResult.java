package io.keelstream.kubernetes.yaml;

import java.util.List;

/**
 * What came of reading a text: everything in it, or the first thing that is wrong with it.
 *
 * @param <T> what was read
 */
public sealed interface YamlResult<T> {

    /** All of it, in order; empty for a text without content. */
    record Read<T>(List<T> items) implements YamlResult<T> {
        public Read {
            items = List.copyOf(items);
        }
    }

    /**
     * Not readable.
     *
     * @param line from 1
     * @param column from 1
     * @param message what is wrong; never a value of the text
     */
    record Malformed<T>(int line, int column, String message) implements YamlResult<T> {
        @Override
        public String toString() {
            return "line " + line + ", column " + column + ": " + message;
        }
    }

    /** What was read; throws {@link IllegalArgumentException} with the place and the reason. For tests and tools. */
    default List<T> orThrow() {
        return switch (this) {
            case Read<T>(List<T> items) -> items;
            case Malformed<T> malformed -> throw new IllegalArgumentException(malformed.toString());
        };
    }
}
