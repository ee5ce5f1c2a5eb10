package io.keelstream.sandbox.operation;

import io.keelstream.sandbox.status.Status;

/** What becomes of a request whose body holds fields that the kind does not have. */
public enum FieldValidation {
    /** They are dropped in silence. */
    IGNORE,
    /** They are dropped, and the answer warns. */
    WARN,
    /** The request is refused. */
    STRICT;

    /** Reads the query parameter; the server's default is to warn. */
    public static FieldValidation of(String parameter) {
        return switch (parameter) {
            case "Ignore" -> IGNORE;
            case "", "Warn" -> WARN;
            case "Strict" -> STRICT;
            default ->
                throw Status.badRequest(
                        "invalid fieldValidation \"" + parameter + "\": must be one of Ignore, Warn or Strict");
        };
    }
}
