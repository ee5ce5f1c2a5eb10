package io.keelstream.canary;

import io.keelstream.canary.analysis.AnalyzerWorkers;
import io.keelstream.canary.prometheus.MetricsSources;
import io.keelstream.contracts.access.Account;
import io.keelstream.messaging.partition.ServiceInputs;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.keelstream.messaging.service.ServiceRunner;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;

/** Puts the canary analyzer together: it runs the analyses of the partitions this process owns. */
public final class CanaryAnalyzer {

    /** The service's name: its consumer group, and its name in events. */
    public static final String SERVICE = "canary-analyzer";

    private CanaryAnalyzer() {}

    /** Not yet started. */
    public static Service of(
            CanaryAnalyzerSettings settings, KafkaSettings kafka, MeterRegistry meters, Traces traces, Clock clock) {
        MetricsSources sources = new MetricsSources(settings.sources(), meters);
        return new ServiceRunner(
                ServiceInputs.of(Account.CANARY_ANALYZER, settings.installation()),
                kafka,
                new AnalyzerWorkers(sources, settings.analysis(), meters, traces, clock),
                meters,
                List.of(),
                sources::close);
    }
}
