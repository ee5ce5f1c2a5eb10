package io.keelstream.drift;

import io.keelstream.contracts.access.Account;
import io.keelstream.drift.reconcile.DetectorWorkers;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.messaging.partition.ServiceInputs;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.keelstream.messaging.service.ServiceRunner;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Puts the drift detector together: it watches the targets of the partitions that this process owns. */
public final class DriftDetector {

    /** The service's name: its consumer group, and its name in events. */
    public static final String SERVICE = "drift-detector";

    private DriftDetector() {}

    /**
     * Not yet started.
     *
     * @param installation the installation's name
     * @param clusters clients by cluster name; they stay open when the detector stops
     */
    public static Service of(
            String installation,
            Map<String, ClusterClient> clusters,
            KafkaSettings kafka,
            MeterRegistry meters,
            Traces traces,
            Clock clock) {
        DetectorWorkers workers = new DetectorWorkers(clusters, traces, clock);
        return new ServiceRunner(
                ServiceInputs.of(Account.DRIFT_DETECTOR, installation),
                kafka,
                workers,
                meters,
                List.of(),
                workers::close);
    }
}
