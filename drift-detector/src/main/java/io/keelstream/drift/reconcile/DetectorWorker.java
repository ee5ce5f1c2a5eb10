package io.keelstream.drift.reconcile;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.work.KeyedWork;
import io.keelstream.tracing.Traces;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One owned partition: wakes its targets on changes in Kafka and in the clusters. Thread-safe. */
final class DetectorWorker implements PartitionWorker {

    private static final int TARGETS_AT_ONCE = 64;

    private final Records records;
    private final TargetDetector detector;
    private final KeyedWork work;
    private final Map<String, Candidates> candidates = new ConcurrentHashMap<>();

    DetectorWorker(OwnedPartition partition, Clusters clusters, Traces traces, Clock clock) {
        this.records = new Records(partition);
        this.detector = new TargetDetector(
                partition.installation(), records, clusters, new DriftWriter(partition, traces), clock);
        this.work = new KeyedWork("drift-" + partition.number(), TARGETS_AT_ONCE, clock, this::detect);
    }

    @Override
    public void loaded() {
        records.targets().forEach(work::wake);
    }

    @Override
    public void changed(Topic topic, String key) {
        work.wake(key);
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

    private void detect(String key) throws InterruptedException {
        Instant again = detector.detect(key, of(key));
        if (again != null) {
            work.wakeAt(key, again);
        }
    }

    private Candidates of(String key) {
        return candidates.computeIfAbsent(key, same -> new Candidates());
    }
}
