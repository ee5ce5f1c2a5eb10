package io.keelstream.canary.analysis;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.partition.TargetWorker;
import java.time.Clock;

/** One owned partition: wakes its targets on changes from Kafka and when their next tick is complete. Thread-safe. */
final class AnalyzerWorker implements PartitionWorker {

    private static final int TARGETS_AT_ONCE = 16;

    private final Records records;
    private final AnalysisMetrics metrics;
    private final TargetWorker work;

    AnalyzerWorker(int number, Records records, TargetAnalysis analysis, AnalysisMetrics metrics, Clock clock) {
        this.records = records;
        this.metrics = metrics;
        this.work = new TargetWorker("analysis-" + number, TARGETS_AT_ONCE, clock, records::targets, analysis::look);
    }

    @Override
    public void loaded() {
        records.targets().forEach(key -> metrics.stands(key, records.of(key).analysis()));
        work.loaded();
    }

    @Override
    public void changed(Topic topic, String key) {
        work.changed(topic, key);
    }

    @Override
    public void close() {
        work.close();
        records.targets().forEach(key -> metrics.stands(key, null));
    }
}
