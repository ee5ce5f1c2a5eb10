package io.keelstream.e2e.conformance.workload;

import io.keelstream.e2e.conformance.RawApi;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every state that a watch has sent, in order. Thread-safe. */
final class Events implements AutoCloseable {

    private final List<Event> all = new CopyOnWriteArrayList<>();
    private final InputStream stream;

    /** One event of a watch. */
    record Event(String type, Manifest object) {}

    /** Watches from now on. */
    Events(RawApi api, String collection, String selector) {
        String path = collection + "?watch=1&resourceVersion=0&sendInitialEvents=true"
                + "&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&" + selector;
        stream = api.open(api.request(path)
                        .header("Accept", "application/json")
                        .GET()
                        .build())
                .body();
        Thread.ofVirtual().start(this::read);
    }

    List<Event> all() {
        return all;
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Manifest event = new Manifest(Json.readObject(line));
                String type = String.valueOf(event.at("type"));
                if (!type.equals("BOOKMARK")) {
                    all.add(new Event(type, new Manifest(Manifest.map(event.at("object")))));
                }
            }
        } catch (IOException e) {
            // The watch was closed.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
