package io.keelstream.e2e.push;

import static io.keelstream.e2e.push.DisturbedStage.hitting;

import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Faults;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main path under the faults after which the server's own state decides how it goes on: writes that took effect though
 * their answer was lost, and watches that must be resumed or begun anew.
 */
@EachCluster
class ServerStateFaultTests {

    @TempDir
    static Path folder;

    private static DisturbedStage stage;

    @BeforeAll
    static void start() {
        stage = DisturbedStage.in(folder);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @TestFactory
    Stream<DynamicContainer> convergesUnder() {
        Map<String, Consumer<Faults>> all = new LinkedHashMap<>();
        all.put("applies whose answer is lost", hitting("apply", new Fault.ResetAfter(), 3));
        all.put("deletes whose answer is lost", hitting("delete", new Fault.ResetAfter(), 1));
        all.put("dropped watches", Faults::dropWatches);
        all.put("a forgotten history", faults -> {
            faults.forgetHistory();
            faults.dropWatches();
        });
        return stage.under(all);
    }
}
