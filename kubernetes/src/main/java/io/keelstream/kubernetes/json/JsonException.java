package io.keelstream.kubernetes.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/**
 * Bytes that are not JSON. The message names the position and never quotes the document, because the document may hold a
 * secret.
 */
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    JsonException(String message, int line, int column) {
        super(message + " (line " + line + ", column " + column + ")");
        this.line = line;
        this.column = column;
    }

    /** What Jackson refused; where it ran into one of its limits, it does not know the position. */
    static JsonException from(JacksonException e) {
        return e.getLocation() == null
                ? new JsonException("nested too deep, or a number or text is too long", 1, 1)
                : at("not valid JSON", e.getLocation());
    }

    static JsonException at(String message, TokenStreamLocation location) {
        return new JsonException(message, location.getLineNr(), location.getColumnNr());
    }

    /** Line of the error, from 1. */
    public int line() {
        return line;
    }

    /** Column of the error, from 1. */
    public int column() {
        return column;
    }
}
