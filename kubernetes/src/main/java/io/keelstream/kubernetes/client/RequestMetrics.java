package io.keelstream.kubernetes.client;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Times every attempt as {@code keelstream.cluster.requests}, tagged with what it was, never with the path: names of
 * objects would make as many series as there are objects. Thread-safe.
 */
final class RequestMetrics {

    private final MeterRegistry registry;
    private final String cluster;

    RequestMetrics(MeterRegistry registry, String cluster) {
        this.registry = registry;
        this.cluster = cluster;
    }

    void record(ApiRequest request, ApiResult<?> result, long nanoseconds) {
        Timer.builder("keelstream.cluster.requests")
                .description("Attempts of requests to the API server")
                .tag("cluster", cluster)
                .tag("group", request.target().group())
                .tag("resource", request.target().resource())
                .tag(
                        "verb",
                        (request.dryRun() ? "dry_run_" : "") + request.verb().tag())
                .tag("outcome", outcome(result))
                .register(registry)
                .record(nanoseconds, TimeUnit.NANOSECONDS);
    }

    private static String outcome(ApiResult<?> result) {
        return switch (result) {
            case ApiResult.Ok<?> ok -> "ok";
            case ApiResult.Failed<?> failed -> failed.error().kind().name().toLowerCase(Locale.ROOT);
        };
    }
}
