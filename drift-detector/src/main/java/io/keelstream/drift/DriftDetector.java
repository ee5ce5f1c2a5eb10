package io.keelstream.drift;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.drift.target.DetectorWorkers;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.messaging.partition.ServiceInputs;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.ServiceRunner;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The drift detector as one object: judges the targets of the partitions this process owns. Thread-safe. */
public final class DriftDetector {

    /** The service's name: its consumer group, and its name in events. */
    public static final String SERVICE = "drift-detector";

    private static final List<Topic> INPUTS = List.of(Topic.DESIRED, Topic.INVENTORY, Topic.DRIFTED);

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
            Clock clock) {
        this.workers = new DetectorWorkers(clusters, clock);
        this.runner = new ServiceRunner(new ServiceInputs(SERVICE, installation, INPUTS), kafka, workers, meters);
    }

    /** Joins the group; returns before the partitions are loaded. */
    public void start() {
        runner.start();
    }

    /** Ends within the limit. */
    public void stop(Duration limit) {
        runner.stop(limit);
        workers.close();
    }

    /** Whether every given partition is loaded and worked on. */
    public boolean ready() {
        return runner.ready();
    }

    /** Whether the process can still do its work. */
    public boolean live() {
        return runner.live();
    }

    /** Why it is not ready or not live, one line each. */
    public List<String> problems() {
        return runner.problems();
    }
}
