package io.keelstream.e2e.push;

import io.keelstream.sandbox.fault.Faults;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
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
    Stream<DynamicContainer> convergesUnder() {
        return stage.under(faults());
    }

    /** How to inject each fault, by the fault's name. */
    abstract Map<String, Consumer<Faults>> faults();
}
