package io.keelstream.cli.connect;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import io.keelstream.kubernetes.object.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a running {@code up} is reached: the file {@code endpoint.json} in its state folder, written when it is ready and
 * removed when it stops.
 *
 * @param kafka bootstrap servers
 * @param http base URL
 * @param pid its process
 */
public record Endpoint(String kafka, String http, long pid) {

    private static final String FILE = "endpoint.json";

    /** Writes the file so that a reader sees all of it or none. */
    public void write(Path state) throws IOException {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("kafka", kafka);
        tree.put("http", http);
        tree.put("pid", pid);
        Path part = state.resolve(FILE + ".part");
        Files.writeString(part, Json.writeText(tree) + "\n");
        Files.move(part, state.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes the file. */
    public static void remove(Path state) throws IOException {
        Files.deleteIfExists(state.resolve(FILE));
    }

    /** The endpoint of the state folder; null when no {@code up} runs there. */
    public static @Nullable Endpoint read(Path state) throws IOException {
        try {
            Map<String, @Nullable Object> tree = Manifest.map(Json.read(Files.readAllBytes(state.resolve(FILE))));
            long pid = tree.get("pid") instanceof Number number ? number.longValue() : 0;
            boolean alive = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
            return alive && tree.get("kafka") instanceof String kafka
                    ? new Endpoint(kafka, String.valueOf(tree.get("http")), pid)
                    : null;
        } catch (NoSuchFileException | JsonException absent) {
            return null;
        }
    }
}
