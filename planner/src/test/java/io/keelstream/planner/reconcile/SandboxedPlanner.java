package io.keelstream.planner.reconcile;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Gives the tests of a class one planner and one sandbox; each test has a namespace of its own. */
abstract class SandboxedPlanner {

    static PlanningSandbox world;

    @BeforeAll
    static void start(@TempDir Path folder) {
        world = new PlanningSandbox(folder);
    }

    @AfterAll
    static void stop() {
        world.close();
    }
}
