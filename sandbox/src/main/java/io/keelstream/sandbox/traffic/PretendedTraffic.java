package io.keelstream.sandbox.traffic;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.sandbox.operation.Objects;
import io.keelstream.sandbox.operation.WriteOptions;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.resource.TypeKey;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.ObjectStore;
import io.keelstream.sandbox.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the pretended traffic, and answers for its metrics as a Prometheus does that scrapes each second: range selectors of
 * counters at {@code /api/v1/query}, and nothing else. Thread-safe.
 */
public final class PretendedTraffic implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PretendedTraffic.class);
    private static final int LARGEST_QUERY_BYTES = 1 << 20;
    private static final TypeKey DEFINITIONS = new TypeKey("apiextensions.k8s.io", "customresourcedefinitions");

    private final Traffic traffic;
    private final HttpServer server;
    private final Thread clients;

    private PretendedTraffic(ObjectStore store) {
        traffic = new Traffic(store);
        clients = Thread.ofPlatform().daemon().name("sandbox-traffic").unstarted(this::send);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/query", this::answer);
    }

    /** Makes the routes of the Gateway API and of Istio known, where they are not. */
    public static void define(Objects objects) {
        Resource definitions =
                java.util.Objects.requireNonNull(objects.catalog().stored(DEFINITIONS));
        for (Map<String, @Nullable Object> definition : RouteDefinitions.all()) {
            String name = Tree.text(definition, "metadata", "name");
            if (objects.store().get(new ObjectKey(DEFINITIONS, "", name)) == null) {
                objects.create(definitions, "", definition, WriteOptions.internal("kube-apiserver"));
            }
        }
    }

    /** Starts to send and to serve, on a free port of 127.0.0.1. */
    public static PretendedTraffic start(ObjectStore store) {
        PretendedTraffic started = new PretendedTraffic(store);
        started.server.start();
        started.clients.start();
        return started;
    }

    /** The base, before {@code /api/v1}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        clients.interrupt();
        server.stop(0);
    }

    private void send() {
        try {
            while (!Thread.interrupted()) {
                try {
                    traffic.second(System.currentTimeMillis());
                } catch (RuntimeException e) {
                    LOG.atError().setCause(e).log("A second of pretended traffic failed");
                }
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_QUERY_BYTES);
        Map<String, String> form = form(new String(body, StandardCharsets.UTF_8));
        String query = form.getOrDefault("query", "");
        Optional<RangeSelector> selector = exchange.getRequestURI().getPath().equals("/api/v1/query")
                ? RangeSelector.parse(query)
                : Optional.empty();
        if (selector.isEmpty()) {
            send(
                    exchange,
                    400,
                    Tree.of(
                            "status",
                            "error",
                            "errorType",
                            "bad_data",
                            "error",
                            "the sandbox answers range selectors of counters at /api/v1/query alone, not '" + query
                                    + "'"));
            return;
        }
        long to =
                new BigDecimal(form.getOrDefault("time", "0")).movePointRight(3).longValue();
        long from = to - 1_000 * selector.get().seconds();
        List<@Nullable Object> result = new ArrayList<>();
        for (Series series : traffic.select(selector.get(), from, to)) {
            List<@Nullable Object> values = new ArrayList<>();
            series.points()
                    .forEach(point ->
                            values.add(List.of(BigDecimal.valueOf(point.millis(), 3), Long.toString(point.value()))));
            result.add(Tree.of("metric", series.labels(), "values", values));
        }
        send(exchange, 200, Tree.of("status", "success", "data", Tree.of("resultType", "matrix", "result", result)));
    }

    private static void send(HttpExchange exchange, int code, Map<String, @Nullable Object> answer) throws IOException {
        byte[] json = Json.write(answer);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(code, json.length);
            exchange.getResponseBody().write(json);
        }
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }
}
