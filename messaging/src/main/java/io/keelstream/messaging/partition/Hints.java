package io.keelstream.messaging.partition;

import io.keelstream.contracts.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells a worker what changed. A worker that throws would end the consumer and with it every partition of the process, so
 * it is logged and counted instead, and told again a second later: no news is lost, and nobody else notices. Called from the
 * polling thread alone.
 */
final class Hints {

    private static final Logger LOG = LoggerFactory.getLogger(Hints.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private record Hint(Topic topic, String key) {}

    private final PartitionWorker worker;
    private final String service;
    private final EngineMetrics metrics;

    /** What the worker failed on, and when to tell it again. */
    private final Map<Hint, Long> unpublished = new HashMap<>();

    Hints(PartitionWorker worker, String service, EngineMetrics metrics) {
        this.worker = worker;
        this.service = service;
        this.metrics = metrics;
    }

    /** Tells it now; of what the key is about, not of its part. */
    void tell(Topic topic, String key) {
        tell(new Hint(topic, Topic.subject(key)));
    }

    /** Tells again what is due. */
    void retell() {
        if (unpublished.isEmpty()) {
            return;
        }
        for (Map.Entry<Hint, Long> each : Map.copyOf(unpublished).entrySet()) {
            if (System.nanoTime() - each.getValue() >= 0) {
                tell(each.getKey());
            }
        }
    }

    private void tell(Hint hint) {
        try {
            worker.changed(hint.topic(), hint.key());
            unpublished.remove(hint);
        } catch (RuntimeException e) {
            metrics.workerFailed();
            boolean first = unpublished.put(hint, System.nanoTime() + PAUSE_NANOS) == null;
            LOG.atLevel(first ? Level.ERROR : Level.DEBUG)
                    .addKeyValue("service", service)
                    .addKeyValue("topic", hint.topic().topicName())
                    .addKeyValue("key", hint.key())
                    .setCause(e)
                    .log("A worker failed on a change; it is told again every second");
        }
    }
}
