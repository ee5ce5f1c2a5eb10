package io.keelstream.applier;

import io.keelstream.applier.live.KubernetesAssessment;
import io.keelstream.applier.reconcile.Installation;
import io.keelstream.applier.reconcile.PartitionWorkers;
import io.keelstream.applier.reconcile.Telemetry;
import io.keelstream.applier.report.DeploymentMeters;
import io.keelstream.contracts.access.Account;
import io.keelstream.messaging.partition.ServiceInputs;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.keelstream.messaging.service.ServiceRunner;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;

/** Puts the applier together: it executes the plans of the partitions this process owns. */
public final class Applier {

    /** The service's name: its consumer group, and its name in events. */
    public static final String SERVICE = "applier";

    private Applier() {}

    /** Not yet started. A release in flight when it stops continues elsewhere, or at the next start. */
    public static Service of(
            ApplierSettings settings, KafkaSettings kafka, MeterRegistry meters, Traces traces, Clock clock) {
        PartitionWorkers workers = new PartitionWorkers(
                new Installation(
                        settings.installation(), settings.secrets(), settings.actors(), settings.releasesAtOnce()),
                cluster -> new KubernetesAssessment(cluster, settings.checks()),
                settings.clusters(),
                new Telemetry(new DeploymentMeters(meters), traces),
                clock);
        return new ServiceRunner(
                ServiceInputs.of(Account.APPLIER, settings.installation()),
                kafka,
                workers,
                meters,
                List.of(),
                workers::close);
    }
}
