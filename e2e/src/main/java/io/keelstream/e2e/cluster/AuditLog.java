package io.keelstream.e2e.cluster;

import io.keelstream.kubernetes.json.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the requests in an API server's audit log. The server's own metrics count as well, but they do not tell a test's
 * requests from those of the controllers, and begin at zero when the server starts again. Reads only what is new since
 * the last look. Thread-safe.
 */
final class AuditLog {

    private final Path file;
    private final Map<String, Long> counts = new TreeMap<>();
    private long position;

    AuditLog(Path file) {
        this.file = file;
    }

    /** All requests of clients so far, see {@link TestCluster#requestCounts()}. */
    synchronized Map<String, Long> requestCounts() {
        for (String line : newLines()) {
            AuditedRequest.read(Json.readObject(line))
                    .filter(AuditedRequest::isFromClient)
                    .ifPresent(request -> counts.merge(request.name(), 1L, Long::sum));
        }
        return Map.copyOf(counts);
    }

    /** A line that the server has not yet finished is left for the next look. */
    private List<String> newLines() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(position);
            byte[] added = new byte[Math.toIntExact(log.length() - position)];
            log.readFully(added);
            int end = added.length;
            while (end > 0 && added[end - 1] != '\n') {
                end--;
            }
            position += end;
            return new String(added, 0, end, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
