package io.keelstream.kubernetes.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and reads its whole answer. Every exchange has its own virtual thread: an interrupt of the caller
 * while it writes would close the socket, and with HTTP/2 that socket is everybody's. Thread-safe.
 */
final class Exchange implements AutoCloseable {

    private final ClusterConnection connection;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("cluster-call-", 0).factory());
    private volatile long lastAnswer = System.nanoTime();

    Exchange(ClusterConnection connection) {
        this.connection = connection;
    }

    /**
     * Sends it, once.
     *
     * @param timeout for everything from connecting to the last byte
     * @throws IOException when no complete answer arrived
     * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
     * @throws InterruptedException when the caller was interrupted; the request is cancelled, its effect unknown
     */
    ApiAnswer send(ApiRequest request, Duration timeout) throws IOException, InterruptedException {
        Call call = connection.calls().newCall(connection.request(request));
        call.timeout().timeout(timeout.toNanos(), java.util.concurrent.TimeUnit.NANOSECONDS);
        Future<ApiAnswer> answer = threads.submit(() -> execute(call));
        try {
            return answer.get();
        } catch (InterruptedException e) {
            call.cancel();
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    /** Time since the server last sent anything, as an answer or in a watch; at first, since the start. */
    Duration sinceLastAnswer() {
        return Duration.ofNanos(System.nanoTime() - lastAnswer);
    }

    void heard() {
        lastAnswer = System.nanoTime();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        connection.close();
    }

    private ApiAnswer execute(Call call) throws IOException {
        try (Response response = call.execute()) {
            byte[] body = response.body().bytes();
            heard();
            return new ApiAnswer(response.code(), retryAfter(response.header("Retry-After")), body);
        }
    }

    /** Seconds; the API server never sends a date here. */
    static @Nullable Duration retryAfter(@Nullable String header) {
        if (header == null || !header.matches("\\d{1,6}")) {
            return null;
        }
        return Duration.ofSeconds(Long.parseLong(header));
    }
}
