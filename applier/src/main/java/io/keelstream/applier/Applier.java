package io.keelstream.applier;

import io.keelstream.applier.live.KubernetesAssessment;
import io.keelstream.applier.reconcile.DeploymentMeters;
import io.keelstream.applier.reconcile.PartitionWorkers;
import io.keelstream.applier.reconcile.Telemetry;
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

/** The applier as one object: executes the plans of the partitions this process owns. Thread-safe. */
public final class Applier implements Service {

    /** The service's name: its consumer group, and its name in events. */
    public static final String SERVICE = "applier";

    private final PartitionWorkers workers;
    private final ServiceRunner runner;

    /** Not yet started. */
    public Applier(ApplierSettings settings, KafkaSettings kafka, MeterRegistry meters, Traces traces, Clock clock) {
        this.workers = new PartitionWorkers(
                settings.installation(),
                cluster -> new KubernetesAssessment(cluster, settings.checks()),
                settings.clusters(),
                settings.unsealer(),
                new Telemetry(new DeploymentMeters(meters), traces),
                clock);
        this.runner = new ServiceRunner(
                new ServiceInputs(SERVICE, settings.installation(), Account.APPLIER.inputs()), kafka, workers, meters);
    }

    @Override
    public String name() {
        return SERVICE;
    }

    @Override
    public void start() {
        runner.start();
    }

    /** Ends within the limit. A release in flight goes on elsewhere, or at the next start. */
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
