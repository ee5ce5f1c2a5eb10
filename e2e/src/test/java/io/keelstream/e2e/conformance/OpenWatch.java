package io.keelstream.e2e.conformance;

import io.keelstream.kubernetes.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A watch that is read on a thread of its own. Used by one thread. */
final class OpenWatch implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final InputStream stream;
    private final LinkedBlockingQueue<Map<String, @Nullable Object>> events = new LinkedBlockingQueue<>();

    OpenWatch(InputStream stream) {
        this.stream = stream;
        Thread.ofVirtual().start(this::read);
    }

    /** The next events; bookmarks that merely tell of progress are left out. Fewer where no more came in time. */
    List<Map<String, @Nullable Object>> next(int count) throws InterruptedException {
        List<Map<String, @Nullable Object>> result = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (result.size() < count) {
            Map<String, @Nullable Object> event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                return result;
            }
            boolean progress =
                    "BOOKMARK".equals(event.get("type")) && Places.find(event, "object/metadata/annotations") == null;
            if (!progress) {
                result.add(event);
            }
        }
        return result;
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                events.add(Json.readObject(line));
            }
        } catch (IOException e) {
            // The watch was closed; there is nothing more to hear.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
