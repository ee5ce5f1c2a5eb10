package io.keelstream.standalone.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keelstream.contracts.text.Printable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Liveness, readiness and metrics over HTTP on loopback, for users and probes. Thread-safe. */
public final class LocalHttp implements AutoCloseable {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;

    /**
     * Starts to serve.
     *
     * @param port port on 127.0.0.1; 0 for a free one
     * @param notLive why the process cannot do its work any more; empty when it can
     * @param notReady why it does not work yet; empty when it does
     * @param metrics all metrics in Prometheus' text form
     */
    public LocalHttp(
            int port, Supplier<List<String>> notLive, Supplier<List<String>> notReady, Supplier<String> metrics)
            throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/livez", exchange -> probe(exchange, notLive.get()));
        server.createContext("/readyz", exchange -> probe(exchange, notReady.get()));
        server.createContext("/metrics", exchange -> answer(exchange, 200, metrics.get()));
        server.createContext("/", exchange -> answer(exchange, 404, "serves /livez, /readyz and /metrics\n"));
        server.start();
    }

    /** The base URL. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void probe(HttpExchange exchange, List<String> problems) throws IOException {
        answer(
                exchange,
                problems.isEmpty() ? 200 : 503,
                problems.isEmpty() ? "ok\n" : Printable.lines(String.join("\n", problems)) + "\n");
    }

    private static void answer(HttpExchange exchange, int code, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", TEXT);
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
