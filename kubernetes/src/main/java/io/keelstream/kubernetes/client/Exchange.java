package io.keelstream.kubernetes.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and reads its whole answer. Every exchange has its own virtual thread: an interrupt of the caller
 * while it writes would close the socket, and with HTTP/2 that socket is everybody's. Thread-safe.
 */
final class Exchange implements AutoCloseable {

    /** How often a call that waits for its answer is looked at: so soon at the latest a write ends whose guard says no. */
    private static final long LOOK_MILLIS = 100;

    private final ClusterConnection connection;
    private final Pulse pulse;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("cluster-call-", 0).factory());

    Exchange(ClusterConnection connection, Pulse pulse) {
        this.connection = connection;
        this.pulse = pulse;
    }

    /** Looks at a call that has no answer yet. */
    @FunctionalInterface
    interface Waiting {

        /** Why the call is given up; null while it is waited for. */
        @Nullable
        ApiError objection();
    }

    /**
     * Sends it, once; again where the server did not know the credentials, and others are to be had: then nothing was done.
     *
     * @param account the user to act as; null for the connection's own
     * @param waiting decides how long it is waited for
     * @return the answer, whatever it says; failed when no complete one arrived or the call was given up, and then its
     *     effect is unknown
     * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
     * @throws InterruptedException when the caller was interrupted; the request is cancelled, its effect unknown
     */
    ApiResult<ApiAnswer> send(ApiRequest request, @Nullable String account, Waiting waiting)
            throws InterruptedException {
        Call call = connection.call(request, account);
        ApiResult<ApiAnswer> result = send(request, call, waiting);
        boolean unknown = result instanceof ApiResult.Ok<ApiAnswer>(ApiAnswer answer)
                && answer.code() == ApiAnswer.UNAUTHORIZED
                && connection.refused(call);
        return unknown ? send(request, connection.call(request, account), waiting) : result;
    }

    private ApiResult<ApiAnswer> send(ApiRequest request, Call call, Waiting waiting) throws InterruptedException {
        Future<ApiAnswer> answer = threads.submit(() -> execute(call));
        try {
            while (true) {
                try {
                    return new ApiResult.Ok<>(answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS));
                } catch (TimeoutException stillWaiting) {
                    ApiError objection = waiting.objection();
                    if (objection != null) {
                        call.cancel();
                        return new ApiResult.Failed<>(objection);
                    }
                }
            }
        } catch (InterruptedException e) {
            call.cancel();
            throw e;
        } catch (ExecutionException e) {
            IOException cause = e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            return new ApiResult.Failed<>(ApiErrors.unreachable(request, cause));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        connection.close();
    }

    private ApiAnswer execute(Call call) throws IOException {
        try (Response response = call.execute()) {
            pulse.heard();
            byte[] body = response.body().bytes();
            pulse.heard();
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
