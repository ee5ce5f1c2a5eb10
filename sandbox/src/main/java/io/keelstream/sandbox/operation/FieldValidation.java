package io.keelstream.sandbox.operation;

import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.status.Status;
import java.util.List;

/** What becomes of a request whose body holds fields that the kind does not have. */
public enum FieldValidation {
    /** They are dropped in silence. */
    IGNORE,
    /** They are dropped, and the answer warns. */
    WARN,
    /** The request is refused. */
    STRICT;

    /**
     * Reads the query parameter; the server's default is to warn.
     *
     * @param options kind of the request's parameters, for the refusal
     */
    public static FieldValidation of(String parameter, String options) {
        return switch (parameter) {
            case "Ignore" -> IGNORE;
            case "", "Warn" -> WARN;
            case "Strict" -> STRICT;
            default ->
                throw Status.invalidOptions(
                        options,
                        FieldError.unsupported("fieldValidation", parameter, List.of("", "Ignore", "Strict", "Warn")));
        };
    }
}
