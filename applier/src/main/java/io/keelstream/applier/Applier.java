package io.keelstream.applier;

import io.keelstream.applier.live.KubernetesAssessment;
import io.keelstream.applier.reconcile.DeploymentMeters;
import io.keelstream.applier.reconcile.PartitionWorkers;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.ServiceInputs;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.ServiceRunner;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The applier as one object: executes the plans of the partitions this process owns. Thread-safe. */
public final class Applier {

    /** The service's name: its consumer group, and its name in events. */
    public static final String SERVICE = "applier";

    private static final List<Topic> INPUTS =
            List.of(Topic.DESIRED, Topic.PLAN, Topic.INVENTORY, Topic.EXECUTION, Topic.TARGET);

    private final PartitionWorkers workers;
    private final ServiceRunner runner;

    /** Not yet started. */
    public Applier(ApplierSettings settings, KafkaSettings kafka, MeterRegistry meters, Clock clock) {
        this.workers = new PartitionWorkers(
                settings.installation(),
                cluster -> new KubernetesAssessment(cluster, settings.checks()),
                settings.clusters(),
                settings.unsealer(),
                new DeploymentMeters(meters),
                clock);
        this.runner =
                new ServiceRunner(new ServiceInputs(SERVICE, settings.installation(), INPUTS), kafka, workers, meters);
    }

    /** Joins the group; returns before the partitions are loaded. */
    public void start() {
        runner.start();
    }

    /** Ends within the limit. A release in flight goes on elsewhere, or at the next start. */
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
