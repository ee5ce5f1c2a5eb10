package io.keelstream.benchmarks.drift;

import io.keelstream.benchmarks.scenario.ProcessUse;
import io.keelstream.benchmarks.scenario.Quantiles;
import io.keelstream.benchmarks.scenario.Requests;
import io.keelstream.benchmarks.scenario.Table;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.messaging.broker.EmbeddedBroker;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.testing.process.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The detector alone, as a process of its own on the records that the whole system left: what it finds and what it costs. */
final class DetectionTimes {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int IDLE_SECONDS = 30;

    /** One order of the fleet, of which each measurement takes objects that no earlier one touched. */
    private static final long SEED = 11;

    private static final int NIGHT = 50;

    private final TestCluster cluster;
    private final Path state;
    private final Table table;

    DetectionTimes(TestCluster cluster, Path state, Table table) {
        this.cluster = cluster;
        this.state = state;
        this.table = table;
    }

    void measure(Fleet fleet, int changes, int statusUpdates) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(state.resolve("kafka"), 0);
                ManualChanges manual = new ManualChanges(cluster);
                DriftReports reports = new DriftReports(KafkaSettings.at(broker.bootstrapServers()))) {
            String kafka = broker.bootstrapServers();
            Sample night = Sample.of(fleet, 0, NIGHT, SEED);
            night.change(manual, "night", Duration.ZERO);
            long start = System.nanoTime();
            try (ChildProcess detector = DetectorProcess.start(kafka, cluster.kubeconfig(), state)) {
                all(night, reports);
                table.row(
                        "detector alone: " + NIGHT + " changes while it was down",
                        "%d found, %d reports, %.1f s after its process was started"
                                .formatted(reports.objects(), reports.reports(), (System.nanoTime() - start) / 1e9));
                burst(fleet, manual, reports, changes);
                serverRestart(fleet, manual, reports, changes);
                cost(detector, fleet, manual, reports, statusUpdates);
            }
        }
    }

    private void burst(Fleet fleet, ManualChanges manual, DriftReports reports, int changes) throws Exception {
        reports.clear();
        Sample fresh = Sample.of(fleet, NIGHT, changes, SEED);
        fresh.change(manual, "burst", Duration.ZERO);
        List<Double> reported = fresh.until(name -> reports.await(CorrectionTimes.reference(name), LIMIT));
        Quantiles times = new Quantiles(reported);
        table.row(
                "detector alone: " + changes + " changes as fast as one client sends them, each to its report",
                "p50 %.0f ms, p95 %.0f ms, worst %.0f ms; %d objects, %d reports"
                        .formatted(times.median(), times.at(0.95), times.max(), reports.objects(), reports.reports()));
    }

    private void serverRestart(Fleet fleet, ManualChanges manual, DriftReports reports, int touched) throws Exception {
        reports.clear();
        cluster.stopApi();
        cluster.startApi();
        Sample after = Sample.of(fleet, NIGHT + touched, 20, SEED);
        long start = System.nanoTime();
        after.change(manual, "restart", Duration.ZERO);
        all(after, reports);
        table.row(
                "detector alone: 20 changes right after the API server was restarted",
                "%d found, %d reports, within %.1f s"
                        .formatted(reports.objects(), reports.reports(), (System.nanoTime() - start) / 1e9));
    }

    private void cost(ChildProcess detector, Fleet fleet, ManualChanges manual, DriftReports reports, int statusUpdates)
            throws Exception {
        reports.clear();
        Requests requests = Requests.now(cluster);
        ProcessUse before = ProcessUse.of(detector.handle());
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        ProcessUse idle = ProcessUse.of(detector.handle());
        table.row(
                "detector alone: no change for " + IDLE_SECONDS + " s, just started",
                "%d requests beside watches, %.2f %% of a core"
                        .formatted(
                                Requests.now(cluster).since(requests).withoutWatches(),
                                (idle.processorSeconds() - before.processorSeconds()) * 100 / IDLE_SECONDS));
        table.row(
                "detector alone (`%s`), %d objects: resident memory".formatted(DetectorProcess.HEAP, fleet.objects()),
                idle.residentMegabytes() + " MiB");
        long start = System.nanoTime();
        manual.updateStatus(fleet.deployments(), statusUpdates);
        double seconds = (System.nanoTime() - start) / 1e9;
        ProcessUse after = ProcessUse.of(detector.handle());
        double processor = after.processorSeconds() - idle.processorSeconds();
        table.row(
                "detector alone: %d status updates in %.0f s".formatted(statusUpdates, seconds),
                "%d reports, %.1f s of processor time = %.0f us per update, %d MiB afterwards"
                        .formatted(
                                reports.reports(),
                                processor,
                                processor * 1e6 / statusUpdates,
                                after.residentMegabytes()));
    }

    private static void all(Sample sample, DriftReports reports) throws Exception {
        sample.until(name -> reports.await(CorrectionTimes.reference(name), LIMIT));
    }
}
