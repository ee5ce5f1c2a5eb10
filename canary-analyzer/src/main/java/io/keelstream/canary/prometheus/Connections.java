package io.keelstream.canary.prometheus;

import java.net.http.HttpClient;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The connections to one source. They are made anew when its trust changes; requests that run on the old ones end there. Thread-safe. */
final class Connections implements AutoCloseable {

    private record Made(@Nullable SSLContext tls, HttpClient client) {}

    private final PrometheusSettings settings;
    private @Nullable Made made;

    Connections(PrometheusSettings settings) {
        this.settings = settings;
    }

    /** What to send the next request by. */
    synchronized HttpClient client() {
        Supplier<SSLContext> supplier = settings.access().tls();
        SSLContext tls = supplier == null ? null : supplier.get();
        Made before = made;
        if (before != null && Objects.equals(before.tls, tls)) {
            return before.client;
        }
        if (before != null) {
            before.client.shutdown();
        }
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(settings.timeout()).followRedirects(HttpClient.Redirect.NEVER);
        if (tls != null) {
            builder.sslContext(tls);
        }
        Made now = new Made(tls, builder.build());
        made = now;
        return now.client;
    }

    @Override
    public synchronized void close() {
        Made last = made;
        if (last != null) {
            last.client.shutdownNow();
        }
    }
}
