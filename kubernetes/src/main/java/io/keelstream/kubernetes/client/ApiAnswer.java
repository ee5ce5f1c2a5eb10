package io.keelstream.kubernetes.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came back over HTTP, before it is interpreted.
 *
 * @param code HTTP status
 * @param retryAfter the header in seconds; null without one
 * @param body the whole body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never changed after construction
record ApiAnswer(int code, @Nullable Duration retryAfter, byte[] body) {

    /** The code of an answer to whom the server does not know. */
    static final int UNAUTHORIZED = 401;

    boolean isSuccess() {
        return code >= 200 && code < 300;
    }
}
