package io.keelstream.e2e.traffic;

import com.sun.net.httpserver.HttpExchange;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** One pod as its clients see it, with the metrics that Spring Boot has by Micrometer. Thread-safe. */
final class ServingPod {

    /** The header with the pod's name in every answer. */
    static final String NAME = "X-Pod";

    /** Upper bounds of the histogram's buckets. */
    private static final Duration[] BOUNDS = IntStream.of(2, 5, 7, 10, 15, 20, 30, 50, 75, 100, 250, 1000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    /** What a pod has in use of its heap; bytes. */
    private static final double HEAP = 100e6;

    private static final Duration NEVER = Duration.ofMinutes(1);

    private final PodTable.Entry entry;
    private final Behaviour behaviour;
    private final SplittableRandom random;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final long begun = System.nanoTime();

    ServingPod(PodTable.Entry entry) {
        this.entry = entry;
        this.behaviour = Behaviour.of(entry.image());
        this.random = new SplittableRandom(entry.name().hashCode());
        Gauge.builder("jvm.memory.used", () -> behaviour.used(HEAP, sinceBegun()))
                .tags("area", "heap", "id", "Tenured Gen")
                .baseUnit("bytes")
                .register(registry);
    }

    String image() {
        return entry.image();
    }

    boolean running() {
        return entry.running();
    }

    boolean is(PodTable.Entry other) {
        return entry.equals(other);
    }

    /** @param failing share of the requests that fail for another reason than the pod's own */
    void answer(HttpExchange exchange, double failing) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Duration time;
        boolean fails;
        synchronized (random) {
            time = behaviour.time(random);
            fails = behaviour.fails(random) || random.nextDouble() < failing;
        }
        if (behaviour == Behaviour.SILENT && sinceBegun().compareTo(Behaviour.HEARD) > 0) {
            Thread.sleep(NEVER);
            return;
        }
        Thread.sleep(time);
        Timer.builder("http.server.requests")
                .tags("method", "GET", "uri", "/", "exception", "none")
                .tags("status", fails ? "500" : "200", "outcome", fails ? "SERVER_ERROR" : "SUCCESS")
                .serviceLevelObjectives(BOUNDS)
                .register(registry)
                .record(Duration.ofNanos(System.nanoTime() - start));
        exchange.getResponseHeaders().set(NAME, entry.name());
        send(exchange, fails ? 500 : 200, entry.image() + "\n");
    }

    private Duration sinceBegun() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** What Prometheus scrapes. */
    void metrics(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
        send(exchange, 200, registry.scrape());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
