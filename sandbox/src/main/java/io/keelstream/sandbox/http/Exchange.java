package io.keelstream.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.status.StatusException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Used by one thread. */
final class Exchange {

    private static final int MOST_BYTES = 3 << 20;

    private final HttpExchange exchange;
    private List<String> segments;
    private final Map<String, String> query;
    private boolean silent;

    Exchange(HttpExchange exchange) {
        this.exchange = exchange;
        String path = exchange.getRequestURI().getPath();
        this.segments = Arrays.asList(
                path.isEmpty() ? new String[] {""} : path.substring(1).split("/", -1));
        this.query = query(exchange.getRequestURI().getRawQuery());
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /** The path's segments, without the leading slash. */
    List<String> segments() {
        return segments;
    }

    /** The path, for messages. */
    String path() {
        return "/" + String.join("/", segments);
    }

    /** Takes the path's first segment away. */
    void dropFirstSegment() {
        segments = segments.subList(1, segments.size());
    }

    /** A query parameter; empty when absent. */
    String parameter(String name) {
        return query.getOrDefault(name, "");
    }

    boolean flag(String name) {
        String value = query.get(name);
        return value != null && !value.equals("false") && !value.equals("0");
    }

    /** A header; empty when absent. */
    String header(String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** The media type of the body, without parameters. */
    String contentType() {
        String type = header("Content-Type");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    byte[] body() throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new Status(
                            413,
                            "RequestEntityTooLarge",
                            "Request entity too large: limit is " + MOST_BYTES,
                            Map.of(),
                            null)
                    .exception();
        }
        return bytes;
    }

    void warn(List<String> warnings) {
        for (String warning : warnings) {
            String text = warning.replace("\\", "\\\\").replace("\"", "\\\"");
            exchange.getResponseHeaders().add("Warning", "299 - \"" + text + "\"");
        }
    }

    void answer(int code, @Nullable Object tree) throws IOException {
        answer(code, "application/json", Json.write(tree));
    }

    void answer(int code, String type, byte[] bytes) throws IOException {
        if (silent) {
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-cache, private");
        boolean head = method().equals("HEAD");
        exchange.sendResponseHeaders(code, head || bytes.length == 0 ? -1 : bytes.length);
        if (!head && bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    void refuse(StatusException refusal) throws IOException {
        Status status = refusal.status();
        if (status.retryAfter() != null) {
            long seconds = Math.max(1, (status.retryAfter().toMillis() + 999) / 1000);
            exchange.getResponseHeaders().set("Retry-After", Long.toString(seconds));
        }
        answer(status.code(), status.tree());
    }

    /** Starts an answer of unknown length. */
    OutputStream stream() throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache, private");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    /** Whatever the answer will be: the connection ends instead. */
    void forgetAnswer() {
        silent = true;
    }

    /** Ends the connection without an answer. */
    void reset() {
        exchange.close();
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                int at = pair.indexOf('=');
                String name = decoded(at < 0 ? pair : pair.substring(0, at));
                query.putIfAbsent(name, at < 0 ? "" : decoded(pair.substring(at + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
