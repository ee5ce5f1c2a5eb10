package io.keelstream.notifier.delivery;

import io.keelstream.notifier.notice.NoticeFilter;
import io.keelstream.notifier.sink.Sink;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A sink and how it is told.
 *
 * @param name its name, which its consumer group has too
 * @param filter of what it is told
 * @param sink what it is sent
 * @param limits how fast and how long
 * @param tls what is trusted and shown in a handshake, asked for before each message; null for the JVM's own
 */
public record SinkSettings(
        String name,
        NoticeFilter filter,
        Sink sink,
        Limits limits,
        @Nullable Supplier<SSLContext> tls) {

    /**
     * How fast and how long.
     *
     * @param perMinute messages in a minute, at most
     * @param timeout for a whole answer
     * @param keepTrying how old an event may become before it is given up
     */
    public record Limits(int perMinute, Duration timeout, Duration keepTrying) {}

    /** The consumer group: each sink has one, so none waits for another. */
    public String group() {
        return Notifier.SERVICE + "." + name;
    }
}
