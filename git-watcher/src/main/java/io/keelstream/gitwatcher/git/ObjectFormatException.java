package io.keelstream.gitwatcher.git;

import java.io.IOException;

/** The repository names its objects in a way that cannot be read. */
final class ObjectFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    ObjectFormatException(String message) {
        super(message);
    }
}
