package io.keelstream.benchmarks.drift;

import io.keelstream.benchmarks.scenario.ProcessUse;
import io.keelstream.benchmarks.scenario.Table;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.messaging.broker.EmbeddedBroker;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.testing.process.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The detector alone on a large fleet: the memory it needs when it has listed everything, and while much of it drifts. */
final class DetectorMemory {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int CHANGES = 200;
    private static final int IDLE_SECONDS = 10;

    private final TestCluster cluster;
    private final Path state;
    private final Table table;

    DetectorMemory(TestCluster cluster, Path state, Table table) {
        this.cluster = cluster;
        this.state = state;
        this.table = table;
    }

    void measure(Fleet fleet) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(state.resolve("kafka"), 0);
                ManualChanges manual = new ManualChanges(cluster);
                DriftReports reports = new DriftReports(KafkaSettings.at(broker.bootstrapServers()));
                ChildProcess detector = DetectorProcess.start(broker.bootstrapServers(), cluster.kubeconfig(), state)) {
            // What is reported has been listed and compared.
            change(Sample.of(fleet, 0, 1, 13), manual, reports);
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            ProcessUse listed = ProcessUse.of(detector.handle());
            change(Sample.of(fleet, 1, CHANGES, 13), manual, reports);
            ProcessUse drifted = ProcessUse.of(detector.handle());
            table.row(
                    "detector alone (`%s`), %d objects: resident memory"
                            .formatted(DetectorProcess.HEAP, fleet.objects()),
                    "%d MiB, after %d changes %d MiB"
                            .formatted(listed.residentMegabytes(), CHANGES, drifted.residentMegabytes()));
        }
    }

    private static void change(Sample sample, ManualChanges manual, DriftReports reports) throws Exception {
        sample.change(manual, "large", Duration.ZERO);
        sample.until(name -> reports.await(CorrectionTimes.reference(name), LIMIT));
    }
}
