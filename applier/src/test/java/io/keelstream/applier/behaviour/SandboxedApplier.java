package io.keelstream.applier.behaviour;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Gives each test of a behaviour an applier and a sandbox of its own. */
abstract class SandboxedApplier {

    ApplyingSandbox world;

    @BeforeEach
    void start(@TempDir Path folder) {
        world = new ApplyingSandbox(folder);
    }

    @AfterEach
    void stop() {
        world.close();
    }
}
