package io.keelstream.canary.analysis;

import io.keelstream.canary.source.MetricsSource;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.partition.PartitionWorkerFactory;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** Makes the workers of owned partitions; they share the source. Thread-safe. */
public final class AnalyzerWorkers implements PartitionWorkerFactory {

    private final MetricsSource source;
    private final AnalysisSettings settings;
    private final AnalysisMetrics metrics;
    private final AnalysisSpans spans;
    private final Clock clock;

    /**
     * @param source stays the caller's
     * @param traces where spans go
     */
    public AnalyzerWorkers(
            MetricsSource source, AnalysisSettings settings, MeterRegistry meters, Traces traces, Clock clock) {
        this.source = source;
        this.settings = settings;
        this.metrics = new AnalysisMetrics(meters);
        this.spans = new AnalysisSpans(traces);
        this.clock = clock;
    }

    @Override
    public PartitionWorker create(OwnedPartition partition) {
        Records records = new Records(partition);
        AnalysisWriter writer = new AnalysisWriter(partition, settings, metrics, spans, clock);
        TargetAnalysis analysis = new TargetAnalysis(records, source, writer, clock);
        return new AnalyzerWorker(partition.number(), records, analysis, metrics, clock);
    }
}
