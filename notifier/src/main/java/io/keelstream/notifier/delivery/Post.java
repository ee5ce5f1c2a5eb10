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
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** POSTs messages to one sink, and follows no redirect: they carry credentials. Used by one thread. */
final class Post implements AutoCloseable {

    /** What is wrong with the message itself; anything else may be right another time, with another credential too. */
    private static final Set<Integer> REFUSALS = Set.of(400, 405, 410, 413, 414, 415, 422);

    private static final int MOST_OF_AN_ANSWER = 2_048;

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

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
            body = text(answer);
        } catch (IOException e) {
            throw new Failed(message.address().getHost() + " cannot be reached: " + reason(e));
        }
        int status = answer.statusCode();
        if (success(status) || settings.sink().hasItAlready(status, body)) {
            return;
        }
        String text = message.address().getHost() + " answers " + status + hint(status);
        Duration patience = settings.sink().patience(status).orElse(null);
        if (patience == null && REFUSALS.contains(status)) {
            throw new Refused(text);
        }
        throw new Failed(text, retryAfter(answer), patience);
    }

    private static boolean success(int status) {
        return status / 100 == 2;
    }

    private static String hint(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> "; redirects are not followed, so name the address itself";
            case 401, 403 -> "; check the credential and its rights";
            case 404 -> "; there is no such address, or the credential may not see it";
            default -> "";
        };
    }

    /** Why, without anything of the address but its host. */
    private static String reason(IOException e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof UnresolvedAddressException) {
                return "its name cannot be resolved";
            }
            if (each instanceof SSLException) {
                return "TLS: " + each.getMessage();
            }
        }
        return e instanceof HttpTimeoutException
                ? "no answer in time"
                : e.getClass().getSimpleName();
    }

    /** What a successful answer says does not matter; a short one is read all the same, so that the connection can be used again. */
    private String text(HttpResponse<InputStream> answer) throws IOException {
        if (!success(answer.statusCode())) {
            return text(answer.body());
        }
        long length = answer.headers().firstValueAsLong("Content-Length").orElse(Long.MAX_VALUE);
        try (InputStream content = answer.body()) {
            return length <= MOST_OF_AN_ANSWER ? text(content) : "";
        } catch (IOException cutOff) {
            return "";
        }
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

    /** A sink that asks for more than an hour is asked again after it: its events wait, and grow old. */
    private static @Nullable Duration retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("[1-9]\\d{0,5}"))
                .map(seconds -> Duration.ofSeconds(Math.min(Long.parseLong(seconds), LONGEST_PAUSE.toSeconds())))
                .orElse(null);
    }

    /** A client with the certificates of now. */
    private HttpClient client() {
        Supplier<SSLContext> tls = settings.tls();
        SSLContext now = tls == null ? null : tls.get();
        if (client == null || !Objects.equals(now, trusted)) {
            close();
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
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
