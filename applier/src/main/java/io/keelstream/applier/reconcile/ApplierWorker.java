package io.keelstream.applier.reconcile;

import io.keelstream.applier.phase.Signal;
import io.keelstream.applier.record.Records;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.partition.TargetWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One owned partition: wakes its targets on changes in Kafka and in the cluster. A release keeps its target's run for as
 * long as it lasts; changes reach it through the signal of the run. Thread-safe.
 */
final class ApplierWorker implements PartitionWorker {

    /** Releases wait most of their time and cost a virtual thread each; calls are bounded by the cluster's client. */
    private static final int CONCURRENT_TARGETS = 10_000;

    private static final Duration DEBOUNCE = Duration.ofSeconds(1);

    /** A release that waits has given its thread back, and has to continue soon. */
    private static final Duration DEBOUNCE_RELEASE = Duration.ofMillis(50);

    private final Records records;
    private final TargetReconciler reconciler;
    private final ApplierContext shared;
    private final TargetWorker work;
    private final Turns turns;
    private final Map<String, Signal> signals = new ConcurrentHashMap<>();
    private final Set<String> debounced = ConcurrentHashMap.newKeySet();

    ApplierWorker(OwnedPartition partition, ApplierContext shared) {
        this.records = new Records(partition, shared.installation().actors(), shared.clock());
        this.shared = shared;
        this.turns = new Turns(shared.cluster(), this::wake);
        this.reconciler = new TargetReconciler(partition, records, turns, shared);
        this.work = new TargetWorker(
                "applier-" + partition.number(), CONCURRENT_TARGETS, shared.clock(), records::targets, this::reconcile);
    }

    @Override
    public void loaded() {
        // What runs already counts before anything else asks for its turn.
        records.targets().stream()
                .filter(records::releasing)
                .forEach(running -> turns.settled(running, records.of(running)));
        work.loaded();
    }

    @Override
    public void changed(Topic topic, String key) {
        raise(key);
        work.changed(topic, key);
    }

    /** An object of the target changed in the cluster. A running release hears of it at once, the read model soon. */
    void liveChanged(String key) {
        raise(key);
        if (debounced.add(key)) {
            Duration debounce = records.releasing(key) ? DEBOUNCE_RELEASE : DEBOUNCE;
            work.wakeAt(key, shared.clock().instant().plus(debounce));
        }
    }

    @Override
    public void close() {
        work.close();
        turns.close();
    }

    private void wake(String key) {
        work.wake(key);
    }

    private @Nullable Instant reconcile(String key) throws InterruptedException {
        debounced.remove(key);
        Signal signal = new Signal();
        signals.put(key, signal);
        try {
            return reconciler.reconcile(key, signal);
        } finally {
            signals.remove(key, signal);
        }
    }

    /** Wakes a run that waits. What a run has not seen when it begins, it reads from the records. */
    private void raise(String key) {
        Signal running = signals.get(key);
        if (running != null) {
            running.raise();
        }
    }

    /** How many targets are held in memory beside the records: those that run. */
    int held() {
        return signals.size() + debounced.size();
    }
}
