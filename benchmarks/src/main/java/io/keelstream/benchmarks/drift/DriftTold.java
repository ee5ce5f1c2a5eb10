package io.keelstream.benchmarks.drift;

import io.keelstream.contracts.drift.DriftDetected;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.EventReader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Listens to the drift events from now on, as a subscriber does. Thread-safe. */
final class DriftTold implements AutoCloseable {

    private final EventReader reader;
    private final Map<String, Long> detected = new LinkedHashMap<>();
    private int reports;

    DriftTold(KafkaSettings kafka) {
        reader = new EventReader(kafka, List.of(Topic.DRIFT));
        reader.read(EventReader.Start.NOW, event -> {
            if (event.received().payload() instanceof DriftDetected drift) {
                take(drift);
            }
        });
    }

    /** Forgets what was told so far. */
    synchronized void clear() {
        detected.clear();
        reports = 0;
    }

    /** When the object was told of first, as {@link System#nanoTime}. */
    synchronized long await(String reference, Duration limit) throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        while (!detected.containsKey(reference)) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new TimeoutException("not told of " + reference + "; told of " + detected.size());
            }
            wait(left);
        }
        return detected.getOrDefault(reference, 0L);
    }

    /** How many objects were told of, each counted once. */
    synchronized int objects() {
        return detected.size();
    }

    /** How many reports of objects there were. */
    synchronized int reports() {
        return reports;
    }

    @Override
    public void close() {
        reader.close();
    }

    private synchronized void take(DriftDetected drift) {
        long now = System.nanoTime();
        drift.objects().forEach(object -> detected.putIfAbsent(object.reference(), now));
        reports += drift.objects().size();
        notifyAll();
    }
}
