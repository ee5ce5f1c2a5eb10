package io.keelstream.drift;

import io.keelstream.contracts.access.Account;
import io.keelstream.drift.target.DetectorWorkers;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.messaging.partition.ServiceInputs;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.keelstream.messaging.service.ServiceRunner;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The drift detector as one object: judges the targets of the partitions this process owns. Thread-safe. */
public final class DriftDetector implements Service {

    /** The service's name: its consumer group, and its name in events. */
    public static final String SERVICE = "drift-detector";

    private final DetectorWorkers workers;
    private final ServiceRunner runner;

    /**
     * @param installation the installation's name
     * @param clusters clients by cluster name; they stay open when the detector stops
     */
    public DriftDetector(
            String installation,
            Map<String, ClusterClient> clusters,
            KafkaSettings kafka,
            MeterRegistry meters,
            Traces traces,
            Clock clock) {
        this.workers = new DetectorWorkers(clusters, traces, clock);
        this.runner = new ServiceRunner(
                new ServiceInputs(SERVICE, installation, Account.DRIFT_DETECTOR.inputs()), kafka, workers, meters);
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
        workers.close();
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
