package io.keelstream.canary.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers as a Prometheus does that scrapes two pods per arm each second since ever, whatever arms are asked for. What it says of a
 * second never changes, so two who ask at different times get the same. A pod has 40 requests per second, and 1 of 200 ends with status
 * 500; of pods whose names begin with {@code bad-canary} 1 of 10. Tests choose how it misbehaves. Thread-safe.
 */
final class FakePrometheus implements AutoCloseable {

    /** How it behaves. */
    enum Mood {
        WELL,
        /** Answers 503. */
        TROUBLED,
        /** Answers after a minute. */
        SLOW,
        /** Answers what is not JSON. */
        GARBAGE
    }

    private static final Pattern RANGE = Pattern.compile("\\[(\\d+)s]$");
    private static final Pattern PODS = Pattern.compile("([a-z-]+-)\\.\\*");
    private static final int REQUESTS_PER_SECOND = 40;

    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Mood mood = Mood.WELL;

    FakePrometheus() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void is(Mood now) {
        mood = now;
    }

    /** How many queries it was asked. */
    int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        switch (mood) {
            case WELL -> {
                String query = form.getOrDefault("query", "");
                boolean refused = query.contains("refuse_me");
                send(exchange, refused ? 400 : 200, refused ? refusal() : matrix(query, form));
            }
            case TROUBLED -> send(exchange, 503, "overloaded");
            case GARBAGE -> send(exchange, 200, "<html>log in</html>");
            case SLOW -> {
                try {
                    TimeUnit.MINUTES.sleep(1);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.close();
            }
        }
    }

    private static String refusal() {
        return "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error: no such thing\"}";
    }

    private static String matrix(String query, Map<String, String> form) {
        Matcher range = RANGE.matcher(query);
        List<String> series = new ArrayList<>();
        if (range.find() && query.contains("pod=~") && !query.contains("no_data")) {
            long to = (long) Math.floor(Double.parseDouble(form.getOrDefault("time", "0")));
            long from = to - Long.parseLong(range.group(1)) + 1;
            PODS.matcher(query.substring(query.indexOf("pod=~"))).results().forEach(pods -> {
                for (int pod = 1; pod <= 2; pod++) {
                    series.add(series(pods.group(1), pod, true, from, to));
                    if (!query.contains("status=~\"5..\"")) {
                        series.add(series(pods.group(1), pod, false, from, to));
                    }
                }
            });
        }
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[" + String.join(",", series)
                + "]}}";
    }

    private static String series(String prefix, int pod, boolean errors, long from, long to) {
        int every = prefix.startsWith("bad-canary") ? 10 : 200;
        StringBuilder values = new StringBuilder();
        for (long second = from; second <= to; second++) {
            long requests = (second - 1_700_000_000L) * REQUESTS_PER_SECOND;
            values.append(values.isEmpty() ? "" : ",")
                    .append(String.format(
                            Locale.ROOT,
                            "[%d.%03d,\"%d\"]",
                            second,
                            100 * pod,
                            errors ? requests / every : requests - requests / every));
        }
        return "{\"metric\":{\"pod\":\"" + prefix + pod + "\",\"status\":\"" + (errors ? 500 : 200) + "\"},\"values\":["
                + values + "]}";
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            form.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
