package io.keelstream.gitwatcher.wiring;

import java.util.List;

/** The installation's properties cannot be used: one line for each, with property, value and what is allowed. */
public final class InvalidPropertiesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidPropertiesException(List<String> lines) {
        super(String.join("\n", lines));
    }
}
