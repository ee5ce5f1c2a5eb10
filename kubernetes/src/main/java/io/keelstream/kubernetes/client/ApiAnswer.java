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

    boolean isSuccess() {
        return code >= 200 && code < 300;
    }
}
