package io.keelstream.drift.reconcile;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.partition.TargetWorker;
import io.keelstream.tracing.Traces;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One owned partition: wakes its targets on changes in Kafka and in the clusters. Thread-safe. */
final class DetectorWorker implements PartitionWorker {

    private static final int TARGETS_AT_ONCE = 64;

    private final TargetDetector detector;
    private final TargetWorker work;
    private final Map<String, Candidates> candidates = new ConcurrentHashMap<>();

    DetectorWorker(OwnedPartition partition, Clusters clusters, Traces traces, Clock clock) {
        Records records = new Records(partition);
        this.detector = new TargetDetector(
                partition.installation(), records, clusters, new DriftWriter(partition, traces), clock);
        this.work = new TargetWorker(
                "drift-" + partition.number(),
                TARGETS_AT_ONCE,
                clock,
                records::targets,
                target -> detector.detect(target, of(target)));
    }

    @Override
    public void loaded() {
        work.loaded();
    }

    @Override
    public void changed(Topic topic, String key) {
        work.changed(topic, key);
    }

    /** A managed object of the target may have drifted. */
    void candidate(String key, String reference) {
        of(key).add(reference);
        work.wake(key);
    }

    @Override
    public void close() {
        work.close();
    }

    private Candidates of(String key) {
        return candidates.computeIfAbsent(key, same -> new Candidates());
    }
}
