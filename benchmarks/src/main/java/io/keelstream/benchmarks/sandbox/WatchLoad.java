package io.keelstream.benchmarks.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Many watches, which count what they hear. Thread-safe. */
final class WatchLoad {

    private static final String ALL = "/api/v1/configmaps";

    private final List<AtomicLong> ofEverything = new ArrayList<>();
    private final List<AtomicLong> ofNamespaces = new ArrayList<>();
    private final List<AtomicLong> ofShards = new ArrayList<>();

    private WatchLoad() {}

    /** Opens them from now on: half by namespace, a quarter by shard, a quarter without a selection. */
    static WatchLoad open(LoadClient client, int count, int namespaces, int shards)
            throws IOException, InterruptedException {
        WatchLoad load = new WatchLoad();
        String version = client.version(ALL);
        for (int i = 0; i < count; i++) {
            String from = "?watch=1&resourceVersion=" + version;
            switch (i % 4) {
                case 0 -> listen(client.open(ALL + from), load.ofEverything);
                case 1 -> listen(client.open(ALL + from + "&labelSelector=shard%3D" + i / 4 % shards), load.ofShards);
                default ->
                    listen(
                            client.open("/api/v1/namespaces/load-" + i / 2 % namespaces + "/configmaps" + from),
                            load.ofNamespaces);
            }
        }
        return load;
    }

    /** Waits until all watches without a selection have heard the same and no more comes; false when that takes too long. */
    boolean awaitAll(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        long before = -1;
        while (System.nanoTime() < end) {
            long now = events();
            boolean same =
                    ofEverything.stream().mapToLong(AtomicLong::get).distinct().count() == 1;
            if (now == before && same) {
                return true;
            }
            before = now;
            Thread.sleep(Duration.ofMillis(500));
        }
        return false;
    }

    /** Events that all watches together have heard. */
    long events() {
        return sum(ofEverything) + sum(ofNamespaces) + sum(ofShards);
    }

    private static long sum(List<AtomicLong> counts) {
        return counts.stream().mapToLong(AtomicLong::get).sum();
    }

    private static void listen(InputStream stream, List<AtomicLong> counts) {
        AtomicLong count = new AtomicLong();
        counts.add(count);
        Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                while (lines.readLine() != null) {
                    count.incrementAndGet();
                }
            } catch (IOException e) {
                // The sandbox ended: so does the count.
                return;
            }
        });
    }
}
