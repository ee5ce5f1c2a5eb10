package io.keelstream.canary.prometheus;

import io.keelstream.canary.increments.Span;
import io.keelstream.canary.increments.TickAxis;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One Prometheus. A few requests at a time, each with a limit of time and size; an interrupt ends one. Thread-safe. */
public final class Prometheus implements AutoCloseable {

    private static final int REQUESTS_AT_ONCE = 8;
    private static final long LARGEST_ANSWER_BYTES = 32L << 20;

    private final PrometheusSettings settings;
    private final MeterRegistry meters;
    private final HttpClient client;
    private final Semaphore places = new Semaphore(REQUESTS_AT_ONCE);

    /** @param meters where the figures go */
    public Prometheus(PrometheusSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
        this.client = HttpClient.newBuilder()
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** The raw samples of a selector in a span. */
    Answer samples(String selector, Span span) throws InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("query", selector + "[" + Math.ceilDiv(span.to() - span.from(), 1_000) + "s]");
        form.put("time", seconds(span.to()));
        return ask("query", form);
    }

    /** The values of an expression at the ends of some ticks. */
    Answer values(String expression, TickAxis axis, long first, long last) throws InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("query", expression);
        form.put("start", seconds(axis.span(first).to()));
        form.put("end", seconds(axis.span(last).to()));
        form.put("step", seconds(axis.tickMillis()));
        return ask("query_range", form);
    }

    /** Whom it asks, for people. */
    String name() {
        return "Prometheus at " + settings.url();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private Answer ask(String path, Map<String, String> form) throws InterruptedException {
        places.acquire();
        Timer.Sample started = Timer.start(meters);
        Answer answer = new Answer.Away("was not asked");
        try {
            answer = exchange(path, form);
            return answer;
        } finally {
            places.release();
            started.stop(Timer.builder("keelstream.source.request")
                    .description("one query to the metrics source")
                    .tag("outcome", answer.outcome())
                    .register(meters));
        }
    }

    private Answer exchange(String path, Map<String, String> form) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> exchange;
        try {
            exchange = client.sendAsync(
                    request(path, form),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST_ANSWER_BYTES));
        } catch (IOException unreadable) {
            return new Answer.Away("cannot be asked: " + settings.tokenFile() + " cannot be read");
        }
        try {
            HttpResponse<byte[]> response = exchange.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return answer(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            return new Answer.Away("does not answer within " + text(settings.timeout()));
        } catch (ExecutionException e) {
            return new Answer.Away(failure(e.getCause()));
        } finally {
            exchange.cancel(true);
        }
    }

    private static String failure(@Nullable Throwable cause) {
        return switch (cause) {
            case ConnectException _ -> "cannot be reached";
            case HttpTimeoutException _ -> "does not answer in time";
            case null -> "does not answer";
            default -> "does not answer: " + cause.getMessage();
        };
    }

    private static Answer answer(int status, byte[] body) {
        return switch (status) {
            case 200, 400, 422 -> AnswerJson.read(status, body);
            case 401, 403 ->
                new Answer.Away("refuses us (HTTP " + status + "): check keelstream.prometheus.token-file");
            default -> new Answer.Away("answers HTTP " + status + (status == 404 ? ": is this its base URL?" : ""));
        };
    }

    private HttpRequest request(String path, Map<String, String> form) throws IOException {
        String base = settings.url().toString().replaceAll("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/api/v1/" + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))));
        if (settings.tokenFile() != null) {
            request.header(
                    "Authorization",
                    "Bearer " + Files.readString(settings.tokenFile()).strip());
        }
        return request.build();
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
    }

    private static String text(Duration duration) {
        return seconds(duration.toMillis()) + " s";
    }
}
