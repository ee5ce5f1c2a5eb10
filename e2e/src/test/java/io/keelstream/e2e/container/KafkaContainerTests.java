package io.keelstream.e2e.container;

import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.push.MainPath;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Stage;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.kafka.KafkaContainer;

/** Everything from a push on, over the broker that Apache Kafka's own image runs, on the cluster that the build was given. */
@EngineRequired
@AnyCluster
class KafkaContainerTests {

    @TempDir
    static Path folder;

    private static final KafkaContainer KAFKA = KafkaContainers.one();

    private static Stage stage;

    @BeforeAll
    static void start() {
        KAFKA.start();
        stage = Stage.in(folder, TestCluster.start())
                .over(KAFKA.getBootstrapServers())
                .up();
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
        KAFKA.stop();
    }

    @TestFactory
    Stream<DynamicTest> mainPath() {
        return MainPath.on(stage).tests();
    }
}
