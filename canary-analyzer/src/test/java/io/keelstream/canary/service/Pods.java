package io.keelstream.canary.service;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Applications under load, each with the metrics that Spring Boot has by Micrometer, at the path of its name. Every pod serves the
 * same requests; only its share of errors differs. Thread-safe.
 */
final class Pods implements AutoCloseable {

    private static final int REQUESTS_AT_ONCE = 10;

    private final HttpServer server;
    private final Map<String, PrometheusMeterRegistry> registries = new LinkedHashMap<>();
    private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();

    /** @param errorEvery pod to the number of requests of which one ends in an error */
    Pods(Map<String, Integer> errorEvery) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        errorEvery.forEach(this::add);
        server.start();
    }

    /** A Prometheus scrapes them once per second. */
    String scrapeConfiguration() {
        StringBuilder text = new StringBuilder("""
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                  - job_name: pods
                    static_configs:
                """);
        for (String pod : registries.keySet()) {
            text.append(
                    "      - {targets: ['127.0.0.1:%d'], labels: {namespace: shop, pod: %s, __metrics_path__: /%s}}\n"
                            .formatted(server.getAddress().getPort(), pod, pod));
        }
        return text.toString();
    }

    @Override
    public void close() {
        load.shutdownNow();
        server.stop(0);
    }

    private void add(String pod, int errorEvery) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        registries.put(pod, registry);
        server.createContext("/" + pod, exchange -> {
            byte[] body = registry.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        long[] served = {0};
        ScheduledFuture<?> _ = load.scheduleAtFixedRate(
                () -> {
                    for (int i = 0; i < REQUESTS_AT_ONCE; i++) {
                        served[0]++;
                        serve(registry, served[0], served[0] % errorEvery == 0);
                    }
                },
                0,
                100,
                TimeUnit.MILLISECONDS);
    }

    private static void serve(PrometheusMeterRegistry registry, long number, boolean error) {
        Timer.builder("http.server.requests")
                .tags("method", "GET", "uri", "/buy", "exception", "none")
                .tags("status", error ? "500" : "200", "outcome", error ? "SERVER_ERROR" : "SUCCESS")
                .publishPercentileHistogram()
                .register(registry)
                .record(Duration.ofMillis(5 + number % 100));
    }
}
