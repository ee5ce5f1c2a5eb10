package io.keelstream.kubernetes.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An HTTP server on loopback that answers as a test says, in ways a well-behaved server would not: it drops streams,
 * falls silent, forgets positions. Each route has a list of replies; the last one stays.
 */
final class ScriptedServer implements AutoCloseable {

    /** Answers one request. */
    @FunctionalInterface
    interface Reply {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    /** A request as it arrived. */
    record Seen(String method, String path, String query, String accept, String impersonate, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Deque<Reply>> routes = new HashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    ScriptedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Adds replies to {@code METHOD /path}; watches are {@code WATCH /path}. */
    synchronized ScriptedServer on(String route, Reply... replies) {
        routes.computeIfAbsent(route, key -> new ArrayDeque<>()).addAll(List.of(replies));
        return this;
    }

    /** Requests of a route, in the order of arrival. */
    List<Seen> seen(String route) {
        return seen.stream().filter(request -> route(request).equals(route)).toList();
    }

    Path kubeconfig(Path folder) {
        try {
            return Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: test}}]
                clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: test, user: {token: secret-token}}]
                """.formatted(
                            server.getAddress().getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Reply json(int code, String body) {
        return exchange -> send(exchange, code, body);
    }

    static Reply json(int code, String header, String value, String body) {
        return exchange -> {
            exchange.getResponseHeaders().set(header, value);
            send(exchange, code, body);
        };
    }

    /** Sends the lines and ends the stream. */
    static Reply lines(String... lines) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (String line : lines) {
                write(exchange, line);
            }
        };
    }

    /** Says nothing at all. */
    static Reply blackHole() {
        return exchange -> new CountDownLatch(1).await();
    }

    /** Begins an answer and never ends it. */
    static Reply silence() {
        return new Stream();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Seen request = new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    String.valueOf(exchange.getRequestURI().getRawQuery()),
                    exchange.getRequestHeaders().getFirst("Accept"),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Impersonate-User")),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            seen.add(request);
            next(route(request)).answer(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Reply next(String route) {
        Deque<Reply> replies = routes.getOrDefault(route, new ArrayDeque<>());
        if (replies.isEmpty()) {
            return json(
                    404, "{\"kind\":\"Status\",\"code\":404,\"reason\":\"NotFound\",\"message\":\"no " + route + "\"}");
        }
        return replies.size() == 1 ? replies.element() : replies.remove();
    }

    private static String route(Seen request) {
        String method = request.query().contains("watch=true") ? "WATCH" : request.method();
        return method + " " + request.path();
    }

    private static void send(HttpExchange exchange, int code, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void write(HttpExchange exchange, String line) throws IOException {
        OutputStream out = exchange.getResponseBody();
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** A watch that the test feeds while it is open. */
    static final class Stream implements Reply {

        private static final String END = "";

        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        Stream send(String line) {
            lines.add(line);
            return this;
        }

        void end() {
            lines.add(END);
        }

        @Override
        public void answer(HttpExchange exchange) throws IOException, InterruptedException {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            for (String line = lines.take(); !line.equals(END); line = lines.take()) {
                write(exchange, line);
            }
        }
    }
}
