package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import io.keelstream.kubernetes.object.Manifest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * One watch request after the other, on behalf of one loop: opens it, reads its lines and hands on events. It does not
 * decide what follows when it ends. Used by one thread; {@link #cancel} may be called by any.
 */
final class WatchStream {

    private static final int SHORTEST_LIFE_SECONDS = 300;

    private final ClusterConnection connection;
    private final Pulse pulse;
    private final RequestMetrics metrics;
    private final WatchRequest selection;
    private volatile @Nullable Call current;
    private volatile boolean cancelled;

    WatchStream(ClusterConnection connection, Pulse pulse, RequestMetrics metrics, WatchRequest selection) {
        this.connection = connection;
        this.pulse = pulse;
        this.metrics = metrics;
        this.selection = selection;
    }

    /**
     * Watches from a position until the stream ends.
     *
     * @param target the collection
     * @param resourceVersion the position
     * @param handler hears every event; false ends the stream
     * @return null when the stream ended in the ordinary way, else why it did not begin
     * @throws IOException when the connection broke, or was silent for too long
     */
    @Nullable
    ApiError follow(ApiRequest.Target target, String resourceVersion, Predicate<WatchEvent> handler)
            throws IOException {
        ApiRequest request = request(target, resourceVersion);
        Call call = connection.watch(request);
        current = call;
        if (cancelled) {
            call.cancel();
        }
        long start = System.nanoTime();
        try (Response response = call.execute()) {
            pulse.heard();
            if (!response.isSuccessful()) {
                ApiAnswer answer = new ApiAnswer(
                        response.code(),
                        Exchange.retryAfter(response.header("Retry-After")),
                        response.body().bytes());
                ApiError error = ApiErrors.of(request, answer);
                if (answer.code() == ApiAnswer.UNAUTHORIZED) {
                    connection.refused(call);
                }
                metrics.record(request, new ApiResult.Failed<>(error), System.nanoTime() - start);
                return error;
            }
            metrics.record(request, new ApiResult.Ok<>(response.code()), System.nanoTime() - start);
            read(request, response.body().source(), handler);
            return null;
        }
    }

    void cancel() {
        cancelled = true;
        Call call = current;
        if (call != null) {
            call.cancel();
        }
    }

    private void read(ApiRequest request, BufferedSource lines, Predicate<WatchEvent> handler) throws IOException {
        while (true) {
            long length = lines.indexOf((byte) '\n');
            if (length < 0) {
                return;
            }
            byte[] line = lines.readByteArray(length);
            lines.skip(1);
            pulse.heard();
            if (length > 0 && !handler.test(event(request, line))) {
                return;
            }
        }
    }

    private WatchEvent event(ApiRequest request, byte[] line) throws IOException {
        Map<String, @Nullable Object> tree;
        try {
            tree = Json.readObject(line);
        } catch (JsonException e) {
            throw new IOException("an event of a watch is not JSON", e);
        }
        Map<String, @Nullable Object> object = Manifest.map(tree.get("object"));
        return switch (String.valueOf(tree.get("type"))) {
            case "ADDED", "MODIFIED" -> new WatchEvent.Changed(Accept.named(selection.type(), object));
            case "DELETED" -> new WatchEvent.Deleted(Accept.named(selection.type(), object));
            case "BOOKMARK" -> new WatchEvent.Bookmark(new Manifest(object).resourceVersion());
            case "ERROR" -> new WatchEvent.Broken(ApiErrors.ofWatchEvent(request, object));
            default -> throw new IOException("unknown type of a watch event");
        };
    }

    private ApiRequest request(ApiRequest.Target target, String resourceVersion) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("watch", "true");
        query.put("allowWatchBookmarks", "true");
        query.put("resourceVersion", resourceVersion);
        // Spread, so that the watches of many processes do not end together.
        int life = SHORTEST_LIFE_SECONDS + ThreadLocalRandom.current().nextInt(SHORTEST_LIFE_SECONDS);
        query.put("timeoutSeconds", Integer.toString(life));
        if (!selection.labelSelector().isEmpty()) {
            query.put("labelSelector", selection.labelSelector());
        }
        return new ApiRequest(Verb.WATCH, target, query, Accept.of(selection).one(), null, false);
    }
}
