package io.keelstream.applier.behaviour;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.messaging.decision.Actors;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A trial's behaviour: each test has a workload with a route of its own, in a sandbox of its own. */
abstract class SandboxedTrial {

    @TempDir
    private Path folder;

    TrialWorld trial;

    /** Who may decide. */
    Actors actors() {
        return Actors.NONE;
    }

    @BeforeEach
    void start() {
        trial = new TrialWorld(folder, actors());
    }

    @AfterEach
    void stop() {
        trial.close();
    }

    /** So many pods of a workload are ready, and the others wait for a node. */
    final void ready(String app, int count) {
        var kind = trial.world.client.discovery().find("v1", "Pod").orThrow();
        List<Manifest> pods =
                trial.world.client.list(kind, "shop", "app=" + app).orThrow();
        for (int i = 0; i < pods.size(); i++) {
            trial.world.status("/api/v1/namespaces/shop/pods/" + pods.get(i).name(), """
                {"status": {"conditions": [{"type": "Ready", "status": "%s", "lastTransitionTime": "%s"}]}}
                """.formatted(
                            i < count ? "True" : "False", Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        }
    }
}
