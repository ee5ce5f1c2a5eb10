package io.keelstream.e2e.container;

import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.push.MainPath;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Stage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

    /** What depends on where the broker is; the other stories are told on brokers that are processes. */
    @ParameterizedTest
    @EnumSource(names = {"PUSH", "RESTART"})
    void mainPath(MainPath.Story story) throws Exception {
        MainPath.on(stage).play(story);
    }
}
