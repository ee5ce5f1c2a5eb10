package io.keelstream.applier.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.applier.notice.WorkloadEvents;
import io.keelstream.applier.phase.TrialPace;
import io.keelstream.applier.report.DeploymentMeters;
import io.keelstream.applier.secret.SecretKeys;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.testing.partition.MemoryPartition;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class ApplierWorkerTests {

    private final ApplierWorker worker = new ApplierWorker(
            new MemoryPartition(),
            new ApplierContext(
                    name -> null,
                    new Installation("acme", new SecretKeys(null, null), Actors.NONE),
                    new Telemetry(new DeploymentMeters(new SimpleMeterRegistry()), Traces.off("acme", "applier")),
                    new WorkloadEvents(Clock.systemUTC()),
                    TrialPace.DEFAULT,
                    Clock.systemUTC()));

    @Test
    void signalsOfRemovedTargetsAreDropped() {
        // When
        for (int i = 0; i < 100; i++) {
            worker.changed(Topic.DESIRED, "production/gone-" + i);
            worker.liveChanged("production/gone-" + i);
        }

        // Then
        await().untilAsserted(() -> assertThat(worker.held()).isZero());
        worker.close();
    }
}
