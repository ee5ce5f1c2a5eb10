package io.keelstream.canary.prometheus;

import io.keelstream.canary.increments.Span;
import io.keelstream.canary.increments.TickAxis;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * One Prometheus. Each request has a limit of time and size; an interrupt ends one. A look takes a place before its first request and
 * gives it back when it needs its answers no more, so that a few answers are in memory at once, however many looks there are.
 * Thread-safe.
 */
public final class Prometheus implements AutoCloseable {

    /** A sixteenth of the heap, at most 32 MiB: a few looks have such an answer at the same time, as text and read. */
    static final long LARGEST_ANSWER_BYTES =
            Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 16);

    private static final int LOOKS_AT_ONCE = 8;

    private final PrometheusSettings settings;
    private final MeterRegistry meters;
    private final Connections connections;
    private final Semaphore places = new Semaphore(LOOKS_AT_ONCE);

    /** @param meters where the figures go */
    public Prometheus(PrometheusSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
        this.connections = new Connections(settings);
    }

    /** Waits for a place. */
    Place place() throws InterruptedException {
        places.acquire();
        return places::release;
    }

    /** A place for one look. To be closed once. */
    interface Place extends AutoCloseable {

        @Override
        void close();
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
        return "Prometheus '" + settings.name() + "' at " + settings.url();
    }

    @Override
    public void close() {
        connections.close();
    }

    private Answer ask(String path, Map<String, String> form) throws InterruptedException {
        Timer.Sample started = Timer.start(meters);
        Answer answer = new Answer.Away("was not asked");
        try {
            answer = exchange(path, form);
            return answer;
        } finally {
            started.stop(Timer.builder("keelstream.source.request")
                    .description("one query to the metrics source")
                    .tag("outcome", answer.outcome())
                    .register(meters));
        }
    }

    private Answer exchange(String path, Map<String, String> form) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> exchange;
        try {
            exchange = connections
                    .client()
                    .sendAsync(
                            request(path, form),
                            HttpResponse.BodyHandlers.limiting(
                                    HttpResponse.BodyHandlers.ofByteArray(), LARGEST_ANSWER_BYTES));
        } catch (IOException unreadable) {
            return new Answer.Away("cannot be asked: the file " + unreadable.getMessage() + " cannot be read");
        }
        try {
            HttpResponse<byte[]> response = exchange.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return AnswerJson.read(response.statusCode(), response.body())
                    .orElseGet(() ->
                            new Answer.Away(Failures.of(response.statusCode(), response.body(), settings.access())));
        } catch (TimeoutException e) {
            return new Answer.Away("does not answer within " + text(settings.timeout()));
        } catch (ExecutionException e) {
            if (Failures.tooLarge(e.getCause())) {
                return new Answer.Refused("the answer is larger than " + (LARGEST_ANSWER_BYTES >> 20)
                        + " MiB: restrict the query to fewer series, or give the canary-analyzer more memory");
            }
            return new Answer.Away(Failures.of(
                    e.getCause(), "https".equalsIgnoreCase(settings.url().getScheme())));
        } finally {
            exchange.cancel(true);
        }
    }

    private HttpRequest request(String path, Map<String, String> form) throws IOException {
        String base = settings.url().toString().replaceAll("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/api/v1/" + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))));
        settings.access().apply(request);
        return request.build();
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
    }

    private static String text(Duration duration) {
        return seconds(duration.toMillis()) + " s";
    }
}
