package io.keelstream.e2e.push;

import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.suite.Essential;
import io.keelstream.e2e.system.Stage;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Everything from a push on, against whichever cluster the build was given. */
@EachCluster
@Essential
class PushTests {

    @TempDir
    static Path folder;

    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.in(folder).up();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @TestFactory
    Stream<DynamicTest> mainPath() {
        return MainPath.on(stage).tests();
    }
}
