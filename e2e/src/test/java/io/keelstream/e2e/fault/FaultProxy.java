package io.keelstream.e2e.fault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keelstream.e2e.conformance.RawApi;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Faults;
import io.keelstream.sandbox.fault.SkewedClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on 127.0.0.1 that lets requests to a real API server through, or makes them go wrong as the sandbox does. It ends
 * TLS, because a refusal must be written into the stream. Whoever uses it needs the secret in its kubeconfig. Thread-safe.
 */
final class FaultProxy implements AutoCloseable {

    private static final String SHARED = "shared";

    private final Map<String, RawApi> users;
    private final HttpServer server;
    private final String secret = UUID.randomUUID().toString();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ProxiedWatches watches = new ProxiedWatches();
    private final SkewedClock clock = new SkewedClock(Clock.systemUTC());
    private final Faults faults = new Faults(watches, clock);
    private final TimeShift shift = new TimeShift(clock);

    private FaultProxy(Map<String, RawApi> users, HttpServer server) {
        this.users = users;
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * Starts a proxy in front of a server.
     *
     * @param access a kubeconfig, or a folder of them with a user each, to whom its requests are still due
     */
    static FaultProxy start(Path access) {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            return new FaultProxy(users(access), HttpServer.create(address, 1024));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, RawApi> users(Path access) throws IOException {
        if (!Files.isDirectory(access)) {
            return Map.of(SHARED, RawApi.of(access));
        }
        try (Stream<Path> files = Files.list(access)) {
            return files.collect(Collectors.toMap(file -> file.getFileName().toString(), RawApi::of));
        }
    }

    Faults faults() {
        return faults;
    }

    /** What leads through it: a kubeconfig or a folder of them, as what leads past it. */
    Path access() {
        try {
            Path folder = Files.createTempDirectory("keelstream-faulty");
            for (String user : users.keySet()) {
                Files.writeString(folder.resolve(user), kubeconfig(user));
            }
            return users.containsKey(SHARED) ? folder.resolve(SHARED) : folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String kubeconfig(String user) {
        return """
            apiVersion: v1
            kind: Config
            current-context: faulty
            clusters: [{name: faulty, cluster: {server: "http://127.0.0.1:%d/%s/%s"}}]
            users: [{name: faulty, user: {}}]
            contexts: [{name: faulty, context: {cluster: faulty, user: faulty}}]
            """.formatted(server.getAddress().getPort(), secret, user);
    }

    @Override
    public void close() {
        server.stop(0);
        watches.drop();
        threads.shutdownNow();
        users.values().forEach(RawApi::close);
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            // "", the secret, the user, the path of the API
            String[] parts = uri.toString().split("/", 4);
            RawApi api = parts.length == 4 && parts[1].equals(secret) ? users.get(parts[2]) : null;
            if (api == null) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            String type = header(exchange, "Content-Type");
            URI path = URI.create("/" + parts[3]);
            serve(exchange, api, path, ProxiedRequest.of(exchange.getRequestMethod(), path, type));
        } catch (IOException | IllegalStateException e) {
            // One of the two sides went away: so does the other.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(HttpExchange exchange, RawApi api, URI path, ProxiedRequest request)
            throws IOException, InterruptedException {
        String length = header(exchange, "Content-Length");
        long size = length.isEmpty() ? 0 : Long.parseLong(length);
        List<Fault> hit = request.verb().isEmpty() ? List.of() : faults.on(request.verb(), request.resource());
        boolean heard = true;
        for (Fault fault : hit) {
            switch (fault) {
                case Fault.Latency(var time) -> Thread.sleep(time);
                case Fault.Bandwidth bandwidth -> Thread.sleep(bandwidth.time(size));
                case Fault.TooManyRequests(var after) -> {
                    if (after != null) {
                        exchange.getResponseHeaders().set("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
                    }
                    refuse(exchange, 429, "TooManyRequests");
                    return;
                }
                case Fault.ServerError(var code) -> {
                    refuse(exchange, code, code == 503 ? "ServiceUnavailable" : "InternalError");
                    return;
                }
                case Fault.WebhookAway() -> {
                    refuse(exchange, 500, "InternalError");
                    return;
                }
                case Fault.Forbidden(), Fault.OverQuota() -> {
                    refuse(exchange, 403, "Forbidden");
                    return;
                }
                case Fault.Expired() -> {
                    refuse(exchange, 410, "Expired");
                    return;
                }
                case Fault.ResetBefore() -> {
                    return;
                }
                case Fault.ResetAfter() -> heard = false;
            }
        }
        HttpResponse<InputStream> answer = api.open(forwarded(exchange, api.request(path.toString())));
        try (InputStream body = answer.body()) {
            if (heard && request.verb().equals("watch")) {
                watch(exchange, answer, body, path);
            } else {
                byte[] bytes = shift.of(body.readAllBytes());
                if (heard) {
                    copyHeaders(answer, exchange);
                    exchange.sendResponseHeaders(answer.statusCode(), bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
            }
        }
    }

    private void watch(HttpExchange exchange, HttpResponse<InputStream> answer, InputStream body, URI path)
            throws IOException {
        if (watches.isForgotten(path)) {
            refuse(exchange, 410, "Expired");
            return;
        }
        copyHeaders(answer, exchange);
        exchange.sendResponseHeaders(answer.statusCode(), 0);
        OutputStream out = exchange.getResponseBody();
        out.flush();
        watches.pump(body, line -> {
            out.write(shift.of(line));
            out.flush();
        });
    }

    private static HttpRequest forwarded(HttpExchange exchange, HttpRequest.Builder request) throws IOException {
        for (String name : List.of("Accept", "Content-Type", "User-Agent")) {
            String value = header(exchange, name);
            if (!value.isEmpty()) {
                request.setHeader(name, value);
            }
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        return request.method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private static void copyHeaders(HttpResponse<?> from, HttpExchange to) {
        for (String name : List.of("Content-Type", "Warning", "Retry-After")) {
            from.headers()
                    .allValues(name)
                    .forEach(value -> to.getResponseHeaders().add(name, value));
        }
    }

    private static void refuse(HttpExchange exchange, int code, String reason) throws IOException {
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        status.put("metadata", Map.of());
        status.put("status", "Failure");
        status.put("message", "an injected fault");
        status.put("reason", reason);
        status.put("code", (long) code);
        byte[] bytes = Json.write(status);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }
}
