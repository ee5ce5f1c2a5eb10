package io.keelstream.yaml;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;

/**
 * What is wrong in a file, and where. Immutable.
 *
 * @param kind what kind of error it is
 * @param message what is wrong and what would be right, without the place
 * @param line from 1; 0 where the error is in the file as a whole
 * @param column from 1; 0 where the error is in the file as a whole
 */
public record YamlError(Kind kind, String message, int line, int column) {

    /** The kinds of errors. */
    public enum Kind {
        SYNTAX,
        UNKNOWN_FIELD,
        DUPLICATE_KEY,
        MISSING_FIELD,
        INVALID_VALUE
    }

    static YamlError at(@Nullable Mark mark, Kind kind, String message) {
        return mark == null
                ? new YamlError(kind, message, 0, 0)
                : new YamlError(kind, message, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** The place as {@code file:line:column}; the file alone where the error is in the file as a whole. */
    public String where(String file) {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
