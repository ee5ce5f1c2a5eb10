package io.keelstream.sandbox.resource;

import io.keelstream.kubernetes.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the files that {@code recording/record.py} wrote from a real server. */
public final class Recorded {

    private Recorded() {}

    /** One recorded file as plain values, e.g. {@code catalog.json}. */
    public static @Nullable Object read(String name) {
        String path = "/io/keelstream/sandbox/recorded/" + name;
        try (InputStream stream = Recorded.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("the jar of the sandbox lacks " + path);
            }
            return Json.read(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** The columns of the built-in resources' tables: name, type, format, priority. */
    public static Map<String, @Nullable Object> object(String name) {
        return io.keelstream.kubernetes.object.Manifest.map(read(name));
    }
}
