package io.keelstream.e2e.traffic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that send requests at a steady rate to one URL, and keep every answer. They stop by themselves after so many requests.
 * Thread-safe.
 */
public final class Clients implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Thread pace;
    private final HttpRequest request;
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean paused;

    private Clients(HttpRequest request, int perSecond, int atMost) {
        this.request = request;
        pace = Thread.ofPlatform().daemon().name("clients").start(() -> send(perSecond, atMost));
    }

    /**
     * Begins to send.
     *
     * @param perSecond requests per second
     * @param atMost requests until they stop
     */
    public static Clients start(URI url, int perSecond, int atMost) {
        return new Clients(request(url).build(), perSecond, atMost);
    }

    /** The same with a header in every request. */
    public static Clients start(URI url, int perSecond, int atMost, String header, String value) {
        return new Clients(request(url).header(header, value).build(), perSecond, atMost);
    }

    private static HttpRequest.Builder request(URI url) {
        return HttpRequest.newBuilder(url).timeout(PATIENCE);
    }

    /** Nothing is sent until {@link #resume}. */
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
    }

    /** How many requests wait for their answer. */
    public int open() {
        return open.get();
    }

    /** The answers to what was sent in a time, in the order in which they came. */
    public List<Answer> between(Instant from, Instant to) {
        return answers.stream()
                .filter(answer -> !answer.sent().isBefore(from) && answer.sent().isBefore(to))
                .toList();
    }

    @Override
    public void close() {
        pace.interrupt();
        requests.shutdownNow();
        http.shutdownNow();
    }

    private void send(int perSecond, int atMost) {
        long between = Duration.ofSeconds(1).toNanos() / perSecond;
        long next = System.nanoTime();
        try {
            for (int sent = 0; sent < atMost; next += between) {
                Thread.sleep(Duration.ofNanos(next - System.nanoTime()));
                if (!paused) {
                    open.incrementAndGet();
                    requests.execute(this::sendOne);
                    sent++;
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendOne() {
        Instant sent = Instant.now();
        long start = System.nanoTime();
        int status = 0;
        String pod = "";
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            status = response.statusCode();
            pod = response.headers().firstValue(ServingPod.NAME).orElse("");
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return;
        } catch (IOException unanswered) {
            // The status says so.
        }
        answers.add(new Answer(sent, Duration.ofNanos(System.nanoTime() - start), status, pod));
        open.decrementAndGet();
    }
}
