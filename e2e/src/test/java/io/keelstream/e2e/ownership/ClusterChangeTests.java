package io.keelstream.e2e.ownership;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.e2e.system.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Targets that Git sends to another cluster, and clusters that are others under their old names. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EachCluster
class ClusterChangeTests {

    @TempDir
    static Path folder;

    private static Stage stage;
    private static TestCluster cluster;
    private static LiveCluster east;
    private static LiveCluster west;
    private static String second;

    /** The crash comes while the old objects of one move are being deleted. */
    @BeforeAll
    static void play() throws Exception {
        stage = Stage.in(folder);
        cluster = TestCluster.start();
        east = stage.live();
        west = LiveCluster.open(cluster.kubeconfig());
        clusters(stage.cluster().access(), cluster.access());
        stage.up();
        for (String rule : List.of("prune", "confirm", "orphan")) {
            app("move-" + rule, "east", rule);
        }
        app("settler", "east", "prune");
        app("leaver", "east", "prune");
        String first = stage.repository().push("Clusters: start");
        for (String name : List.of("move-prune", "move-confirm", "move-orphan", "settler", "leaver")) {
            stage.awaitSettled("production/" + name, first);
        }
        east.guard("ConfigMap/move-prune/b");
        for (String rule : List.of("prune", "confirm", "orphan")) {
            app("move-" + rule, "west", rule);
        }
        app("leaver", "nowhere-yet", "prune");
        second = stage.repository().push("Clusters: move");
        stage.await(
                "the old objects are being deleted",
                () -> assertThat(east.terminating("ConfigMap/move-prune/b")).isTrue());
        stage.crash();
    }

    @AfterAll
    static void stop() {
        stage.close();
        west.close();
        cluster.close();
    }

    @Test
    @Order(1)
    void newClusterComesFirstAndThenTheOldObjectsGo() {
        // Given
        assertThat(west.exists("ConfigMap/move-prune/a")).isTrue();
        assertThat(west.exists("ConfigMap/move-prune/b")).isTrue();

        // When
        east.release("ConfigMap/move-prune/b");

        // Then
        stage.await("the old objects are gone", () -> {
            assertThat(east.exists("ConfigMap/move-prune/a")).isFalse();
            assertThat(east.exists("ConfigMap/move-prune/b")).isFalse();
        });
        stage.awaitSettled("production/move-prune", second);
        assertThat(west.exists("ConfigMap/move-prune/a")).isTrue();
        assertThat(stage.published("production/move-prune").cluster()).isEqualTo("west");
    }

    @Test
    @Order(2)
    void onRemovalGovernsWhatIsLeftOnTheOldCluster() {
        stage.awaitWaitingFor("production/move-confirm", "AWAITING_APPROVAL", "ConfigMap/move-confirm/a");
        assertThat(west.exists("ConfigMap/move-confirm/a")).isTrue();
        assertThat(east.exists("ConfigMap/move-confirm/a")).isTrue();
        stage.awaitSettled("production/move-orphan", second);
        assertThat(west.exists("ConfigMap/move-orphan/a")).isTrue();
        assertThat(east.exists("ConfigMap/move-orphan/a")).isTrue();
    }

    @Test
    @Order(3)
    void moveToAnUnknownClusterDeletesNothing() {
        assertThat(east.exists("ConfigMap/leaver/a")).isTrue();
    }

    @Test
    @Order(4)
    void anotherClusterUnderTheSameNameGetsEverythingAgainAndNothingIsDeleted() throws Exception {
        // Given
        stage.awaitSettled("production/move-orphan", second);
        stage.repository().remove("settler/b.yaml").push("Clusters: drop one object");
        stage.await(
                "one object went",
                () -> assertThat(east.exists("ConfigMap/settler/b")).isFalse());
        stage.kill();

        // When
        clusters(cluster.access(), cluster.access());
        stage.up();
        stage.await("everything is applied again, and the reason is reported", () -> {
            assertThat(west.exists("ConfigMap/settler/a")).isTrue();
            assertThat(stage.published("production/settler").conditions())
                    .extracting(Problem::reason)
                    .contains("ClusterReplaced");
        });
        stage.crash();

        // Then
        stage.await("it is healthy", () -> {
            assertThat(stage.published("production/settler").health()).isEqualTo("Healthy");
            assertThat(stage.published("production/settler").waitingFor()).isEmpty();
        });
        assertThat(east.exists("ConfigMap/settler/a")).isTrue();
        assertThat(west.exists("ConfigMap/move-prune/a")).isTrue();
    }

    private static void app(String name, String cluster, String onRemoval) throws Exception {
        stage.repository()
                .write(
                        name + "/keelstream.yaml",
                        application(name, "onRemoval: " + onRemoval).replace("cluster: default", "cluster: " + cluster))
                .write(name + "/a.yaml", configMap("a", "1"))
                .write(name + "/b.yaml", configMap("b", "1"));
    }

    private static void clusters(Path eastern, Path western) throws Exception {
        Path file = Files.writeString(folder.resolve("installation.yaml"), """
            keelstream:
              installation: local
              repositories:
                - {name: infra, url: "%s", ref: refs/heads/main}
              clusters:
                - {name: east, kubeconfig: "%s"}
                - {name: west, kubeconfig: "%s"}
            """.formatted(
                        stage.repository().url(), eastern, western));
        stage.options(List.of("--config", file.toString()));
    }
}
