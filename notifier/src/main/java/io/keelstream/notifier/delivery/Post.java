package io.keelstream.notifier.delivery;

import io.keelstream.notifier.delivery.Undelivered.Failed;
import io.keelstream.notifier.delivery.Undelivered.Refused;
import io.keelstream.notifier.sink.Message;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** POSTs messages to one sink, and follows no redirect: they carry credentials. Used by one thread. */
final class Post implements AutoCloseable {

    /** What is wrong with the message itself; anything else may be right another time, with another credential too. */
    private static final Set<Integer> REFUSALS = Set.of(400, 405, 410, 413, 414, 415, 422);

    private static final int MOST_OF_AN_ANSWER = 2_048;

    private final SinkSettings settings;
    private @Nullable SSLContext trusted;
    private @Nullable HttpClient client;

    Post(SinkSettings settings) {
        this.settings = settings;
    }

    /**
     * Sends a message; returns when the sink has it.
     *
     * @throws Failed when it may arrive another time
     * @throws Refused when it never will
     */
    void send(Message message) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(message.address())
                .timeout(settings.limits().timeout())
                .header("User-Agent", "keelstream-notifier")
                .POST(BodyPublishers.ofString(message.body()));
        message.headers().forEach(request::header);
        HttpResponse<InputStream> answer;
        String body;
        try {
            answer = client().send(request.build(), BodyHandlers.ofInputStream());
            body = answer.statusCode() / 100 == 2 ? left(answer.body()) : text(answer.body());
        } catch (IOException e) {
            throw new Failed(
                    message.address().getHost() + " cannot be reached: "
                            + e.getClass().getSimpleName(),
                    null);
        }
        int status = answer.statusCode();
        if (status / 100 == 2 || settings.sink().hasItAlready(status, body)) {
            return;
        }
        String text = message.address().getHost() + " answers " + status;
        if (REFUSALS.contains(status)) {
            throw new Refused(text);
        }
        throw new Failed(text, retryAfter(answer));
    }

    /** What an answer says does not matter where the sink has the message. */
    private static String left(InputStream body) throws IOException {
        body.close();
        return "";
    }

    /** The beginning of an answer; one that does not go on is cut off when its time is over. */
    private String text(InputStream body) throws IOException {
        try (InputStream content = body) {
            CompletableFuture.delayedExecutor(settings.limits().timeout().toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> cut(content));
            return new String(content.readNBytes(MOST_OF_AN_ANSWER), StandardCharsets.UTF_8);
        }
    }

    private static void cut(InputStream content) {
        try {
            content.close();
        } catch (IOException ended) {
            // whoever reads it is told
        }
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("\\d{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(null);
    }

    /** A client with the certificates of now. */
    private HttpClient client() {
        Supplier<SSLContext> tls = settings.tls();
        SSLContext now = tls == null ? null : tls.get();
        if (client == null || !Objects.equals(now, trusted)) {
            close();
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .connectTimeout(settings.limits().timeout())
                    .followRedirects(HttpClient.Redirect.NEVER);
            client = now == null ? builder.build() : builder.sslContext(now).build();
            trusted = now;
        }
        return client;
    }

    @Override
    public void close() {
        if (client != null) {
            client.shutdownNow();
        }
        client = null;
    }
}
