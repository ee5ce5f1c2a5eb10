package io.keelstream.messaging.signature;

import java.io.Serial;

/** Data of SSH that are cut off, or go on behind their end; the message says so of "it". */
final class UnreadableDataException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnreadableDataException(String message) {
        super(message);
    }
}
