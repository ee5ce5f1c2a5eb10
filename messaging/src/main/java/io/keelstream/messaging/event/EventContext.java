package io.keelstream.messaging.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a fact belongs to.
 *
 * @param time when the fact happened; becomes {@code ce_time}
 * @param causationId id of the event that caused it ({@link Received#id()}); null when nothing on Kafka did
 * @param correlationId {@link Ids#correlation} of target and commit; null when no commit is concerned
 * @param traceparent W3C trace context of this hop; null without tracing
 */
public record EventContext(
        Instant time,
        @Nullable String causationId,
        @Nullable String correlationId,
        @Nullable String traceparent) {

    /** A context that knows the time alone. */
    public static EventContext at(Instant time) {
        return new EventContext(time, null, null, null);
    }
}
