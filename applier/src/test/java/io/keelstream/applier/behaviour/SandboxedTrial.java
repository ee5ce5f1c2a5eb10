package io.keelstream.applier.behaviour;

import io.keelstream.messaging.decision.Actors;
import java.nio.file.Path;
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
}
