package io.keelstream.notifier.delivery;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A server on this machine that records what it is sent, and answers as it is told. */
final class Receiver implements AutoCloseable {

    /**
     * One request.
     *
     * @param path as it was written
     */
    record Request(String path, Headers headers, String body) {}

    /** What it answers. */
    record Answer(int status, String body, Map<String, String> headers) {

        Answer(int status) {
            this(status, "", Map.of());
        }
    }

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch silent = new CountDownLatch(1);
    private volatile Answer answer = new Answer(200);
    private final Map<String, Answer> exceptions = new ConcurrentHashMap<>();
    private volatile boolean answers = true;

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer now = answerAt(exchange.getRequestURI().getRawPath());
            requests.add(new Request(exchange.getRequestURI().getRawPath(), exchange.getRequestHeaders(), body));
            if (!answers) {
                untilClosed();
            }
            now.headers().forEach(exchange.getResponseHeaders()::add);
            byte[] bytes = now.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(now.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void answers(Answer other) {
        answer = other;
        answers = true;
    }

    /** Answers so where a path ends so, whatever it answers else. */
    void answersAt(String end, Answer other) {
        exceptions.put(end, other);
    }

    private Answer answerAt(String path) {
        return exceptions.entrySet().stream()
                .filter(each -> path.endsWith(each.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(answer);
    }

    /** Takes what it is sent, and answers none of it. */
    void isSilent() {
        answers = false;
    }

    private void untilClosed() {
        try {
            silent.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        silent.countDown();
        server.stop(0);
    }
}
