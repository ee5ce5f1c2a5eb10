package io.keelstream.canary.analysis;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.work.KeyedWork;
import java.time.Clock;
import java.time.Instant;

/** One owned partition: wakes its targets on news from Kafka and when their next tick is complete. Thread-safe. */
final class AnalyzerWorker implements PartitionWorker {

    private static final int TARGETS_AT_ONCE = 16;

    private final Records records;
    private final TargetAnalysis analysis;
    private final AnalysisMetrics metrics;
    private final KeyedWork work;

    AnalyzerWorker(int number, Records records, TargetAnalysis analysis, AnalysisMetrics metrics, Clock clock) {
        this.records = records;
        this.analysis = analysis;
        this.metrics = metrics;
        this.work = new KeyedWork("analysis-" + number, TARGETS_AT_ONCE, clock, this::look);
    }

    @Override
    public void loaded() {
        records.targets().forEach(key -> {
            metrics.stands(key, records.of(key).analysis());
            work.wake(key);
        });
    }

    @Override
    public void changed(Topic topic, String key) {
        work.wake(key);
    }

    @Override
    public void close() {
        work.close();
        records.targets().forEach(key -> metrics.stands(key, null));
    }

    private void look(String key) throws InterruptedException {
        Instant again = analysis.look(key);
        if (again != null) {
            work.wakeAt(key, again);
        }
    }
}
