package io.keelstream.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.e2e.cluster.K3sCluster;
import io.keelstream.e2e.push.MainPath;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Stage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.kafka.KafkaContainer;

/** Kafka and cluster both in containers: everything from a push to pods, which a kubelet really runs where the image is k3s' own. */
@EngineRequired
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@AnyCluster
class K3sTests {

    @TempDir
    static Path folder;

    private static final KafkaContainer KAFKA = KafkaContainers.one();

    private static Stage stage;

    @BeforeAll
    static void start() {
        KAFKA.start();
        K3sCluster cluster = K3sCluster.start().provide(List.of("shop:1", "shop:2", "shop:3"));
        stage = Stage.in(folder, cluster).over(KAFKA.getBootstrapServers()).up();
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
        KAFKA.stop();
    }

    /** After a kill, Kafka waits for most of a minute before it gives the dead one's work to another; that does not depend on k3s. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "KILL")
    @Order(1)
    void mainPath(MainPath.Story story) throws Exception {
        MainPath.on(stage).play(story);
    }

    @Test
    @Order(2)
    void apiGoesAwayAndComesBackWithItsObjects() {
        // When
        stage.cluster().stopApi();

        // Then
        assertThatThrownBy(() -> stage.live().exists("Namespace//default")).isInstanceOf(AssertionError.class);
        stage.cluster().startApi();
        assertThat(stage.live().exists("Namespace//default")).isTrue();
        assertThat(stage.cluster().requestCounts()).isNotEmpty();
    }
}
