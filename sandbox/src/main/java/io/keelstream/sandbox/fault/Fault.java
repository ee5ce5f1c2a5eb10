package io.keelstream.sandbox.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One way in which a request goes wrong. */
public sealed interface Fault {

    /** The request is held for so long, and then served as usual. */
    record Latency(Duration time) implements Fault {}

    /**
     * The way to the server carries so much: the request is held for as long as its body takes.
     *
     * @param bytesPerSecond positive
     */
    record Bandwidth(int bytesPerSecond) implements Fault {

        /** How long a body of so many bytes takes. */
        public Duration time(long bytes) {
            return Duration.ofMillis(bytes * 1000 / bytesPerSecond);
        }
    }

    /**
     * Refused with 429.
     *
     * @param retryAfter what {@code Retry-After} says, rounded up to seconds; null leaves the header out
     */
    record TooManyRequests(@Nullable Duration retryAfter) implements Fault {}

    /** Refused with a 5xx of the given number; nothing was done. */
    record ServerError(int code) implements Fault {

        public ServerError {
            if (code < 500 || code > 599) {
                throw new IllegalArgumentException("a server error has a code from 500 to 599, not " + code);
            }
        }
    }

    /** Refused with 403, as an account without the right is; nothing was done. */
    record Forbidden() implements Fault {}

    /** Refused with 500, as when an admission webhook does not answer; nothing was done. */
    record WebhookAway() implements Fault {}

    /** Refused with 403, as when a quota is used up; nothing was done. */
    record OverQuota() implements Fault {}

    /** The connection ends before anything was done. */
    record ResetBefore() implements Fault {}

    /** The request takes effect, and the connection ends without an answer. */
    record ResetAfter() implements Fault {}

    /** The position of a list or watch is called too old (410). */
    record Expired() implements Fault {}
}
