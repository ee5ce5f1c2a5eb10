package io.keelstream.benchmarks.canaryload;

import io.keelstream.benchmarks.scenario.Quantiles;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.messaging.table.ReadEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** How long after the end of each tick its evidence can be read from the topic. Thread-safe. */
final class EvidenceTimes implements AutoCloseable {

    private final EventReader reader;
    private final Map<String, Long> latest = new HashMap<>();
    private final List<Double> seconds = new ArrayList<>();

    EvidenceTimes(KafkaSettings kafka) {
        reader = new EventReader(kafka, List.of(Topic.ANALYSIS));
        reader.read(EventReader.Start.NOW, this::take);
    }

    /** Waits until a tick of so many analyses was judged. */
    synchronized void await(int analyses, Duration limit) throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        while (latest.size() < analyses) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new TimeoutException("only " + latest.size() + " of " + analyses + " analyses have evidence");
            }
            wait(left);
        }
    }

    /** Forgets what was measured. */
    synchronized void reset() {
        seconds.clear();
    }

    /** Seconds from the ends of ticks to their evidence, since the reset. */
    synchronized Quantiles measured() {
        return new Quantiles(seconds);
    }

    /** How many ticks were judged since the reset. */
    synchronized int ticks() {
        return seconds.size();
    }

    @Override
    public void close() {
        reader.close();
    }

    private synchronized void take(ReadEvent event) {
        if (event.received().payload() instanceof Analysis analysis && analysis.evidence() != null) {
            long end = analysis.evidence().to().toEpochMilli();
            Long before = latest.put(event.received().key(), end);
            notifyAll();
            if (before == null || end > before) {
                seconds.add((System.currentTimeMillis() - end) / 1_000.0);
            }
        }
    }
}
