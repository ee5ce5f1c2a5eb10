package io.keelstream.e2e.fault;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The main path under each of some faults, on one stage. */
abstract class FaultedPush {

    private static DisturbedStage stage;

    @BeforeAll
    static void start(@TempDir Path folder) {
        stage = DisturbedStage.in(folder);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @TestFactory
    Stream<DynamicTest> convergesUnder() {
        return stage.under(faults());
    }

    abstract List<PathFault> faults();
}
