package io.keelstream.applier.reconcile;

import io.keelstream.applier.phase.Signal;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.work.KeyedWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One owned partition: wakes its targets on news from Kafka and from the cluster. A release keeps its target's run for as
 * long as it lasts; news reach it through the target's signal. Thread-safe.
 */
final class ApplierWorker implements PartitionWorker {

    /** Releases wait most of their time and cost a virtual thread each; calls are bounded by the cluster's client. */
    private static final int CONCURRENT_TARGETS = 10_000;

    private static final Duration DEBOUNCE = Duration.ofSeconds(1);

    private final Records records;
    private final TargetReconciler reconciler;
    private final TargetReconciler.ApplierContext shared;
    private final KeyedWork work;
    private final Map<String, Signal> signals = new ConcurrentHashMap<>();
    private final Set<String> debounced = ConcurrentHashMap.newKeySet();

    ApplierWorker(OwnedPartition partition, TargetReconciler.ApplierContext shared) {
        this.records = new Records(partition);
        this.shared = shared;
        ReadModel readModel = new ReadModel(partition.writer(), shared.clock());
        this.reconciler = new TargetReconciler(partition, shared, readModel, this::signal);
        this.work = new KeyedWork("applier-" + partition.number(), CONCURRENT_TARGETS, shared.clock(), this::reconcile);
    }

    @Override
    public void loaded() {
        records.targets().forEach(work::wake);
    }

    @Override
    public void changed(Topic topic, String key) {
        signal(key).raise();
        work.wake(key);
    }

    /** An object of the target changed in the cluster. A running release hears of it at once, the read model soon. */
    void liveChanged(String key) {
        signal(key).raise();
        if (debounced.add(key)) {
            work.wakeAt(key, shared.clock().instant().plus(DEBOUNCE));
        }
    }

    @Override
    public void close() {
        work.close();
    }

    private void reconcile(String key) throws InterruptedException {
        debounced.remove(key);
        Instant again = reconciler.reconcile(key);
        reconciler.endHandovers(key);
        if (again != null) {
            work.wakeAt(key, again);
        }
    }

    private Signal signal(String key) {
        return signals.computeIfAbsent(key, same -> new Signal());
    }
}
