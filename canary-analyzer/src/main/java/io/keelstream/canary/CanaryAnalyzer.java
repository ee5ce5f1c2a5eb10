package io.keelstream.canary;

import io.keelstream.canary.analysis.AnalyzerWorkers;
import io.keelstream.canary.prometheus.Prometheus;
import io.keelstream.canary.prometheus.PrometheusReader;
import io.keelstream.contracts.access.Account;
import io.keelstream.messaging.partition.ServiceInputs;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.keelstream.messaging.service.ServiceRunner;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The canary analyzer as one object: runs the analyses of the partitions this process owns. Thread-safe. */
public final class CanaryAnalyzer implements Service {

    /** The service's name: its consumer group, and its name in events. */
    public static final String SERVICE = "canary-analyzer";

    private final Prometheus prometheus;
    private final ServiceRunner runner;

    /** Not yet started. */
    public CanaryAnalyzer(
            CanaryAnalyzerSettings settings, KafkaSettings kafka, MeterRegistry meters, Traces traces, Clock clock) {
        this.prometheus = new Prometheus(settings.source(), meters);
        this.runner = new ServiceRunner(
                new ServiceInputs(SERVICE, settings.installation(), Account.CANARY_ANALYZER.inputs()),
                kafka,
                new AnalyzerWorkers(new PrometheusReader(prometheus), settings.analysis(), meters, traces, clock),
                meters);
    }

    @Override
    public String name() {
        return SERVICE;
    }

    @Override
    public void start() {
        runner.start();
    }

    @Override
    public void stop(Duration limit) {
        runner.stop(limit);
        prometheus.close();
    }

    @Override
    public boolean ready() {
        return runner.ready();
    }

    @Override
    public boolean live() {
        return runner.live();
    }

    @Override
    public List<String> problems() {
        return runner.problems();
    }
}
