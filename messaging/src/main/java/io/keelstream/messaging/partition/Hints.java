package io.keelstream.messaging.partition;

import io.keelstream.contracts.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Hints for a worker at what changed. A worker that throws would end the consumer and with it every partition of the process,
 * so its failure is logged and counted instead, and the hint is repeated a second later: no change is lost, and no other
 * target notices. Called from the polling thread alone.
 */
final class Hints {

    private static final Logger LOG = LoggerFactory.getLogger(Hints.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private record Hint(Topic topic, String key) {}

    private final PartitionWorker worker;
    private final String service;
    private final EngineMetrics metrics;

    /** What the worker failed on, and when to repeat it. */
    private final Map<Hint, Long> failed = new HashMap<>();

    Hints(PartitionWorker worker, String service, EngineMetrics metrics) {
        this.worker = worker;
        this.service = service;
        this.metrics = metrics;
    }

    /** A record of the key changed: the hint is about the key's subject. */
    void give(Topic topic, String key) {
        give(new Hint(topic, Topic.subject(key)));
    }

    /** Repeats what is due. */
    void repeat() {
        if (failed.isEmpty()) {
            return;
        }
        for (Map.Entry<Hint, Long> each : Map.copyOf(failed).entrySet()) {
            if (System.nanoTime() - each.getValue() >= 0) {
                give(each.getKey());
            }
        }
    }

    private void give(Hint hint) {
        try {
            worker.changed(hint.topic(), hint.key());
            failed.remove(hint);
        } catch (Throwable e) {
            metrics.workerFailed();
            boolean first = failed.put(hint, System.nanoTime() + PAUSE_NANOS) == null;
            LOG.atLevel(first ? Level.ERROR : Level.DEBUG)
                    .addKeyValue("service", service)
                    .addKeyValue("topic", hint.topic().topicName())
                    .addKeyValue("key", hint.key())
                    .setCause(e)
                    .log("A worker failed on a change; the change is repeated every second");
        }
    }
}
