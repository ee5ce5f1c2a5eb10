package io.keelstream.gitwatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.cluster.ClusterState;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.gitwatcher.bundle.SecretRule;
import io.keelstream.gitwatcher.evaluation.AskingRenderer;
import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.messaging.broker.EmbeddedBroker;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.TableWriter;
import io.keelstream.messaging.topic.Provisioning;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service on a real broker and a real repository. */
class GitWatcherTest {

    /** More than there are partitions, so that one is in that of the other ref. */
    private static final int MIRRORS = 6;

    private static final String APPLICATION = """
        apiVersion: keelstream.io/v1
        kind: Application
        metadata: {name: %s}
        spec: {targets: [{name: production}]}
        """;
    private static final String CONFIG_MAP = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: %s}
        data: {key: "%s"}
        """;

    @TempDir
    Path folder;

    private EmbeddedBroker broker;
    private GitFixture git;
    private TopicTail desired;
    private TopicTail revisions;
    private TopicTail heads;
    private @Nullable GitWatcher watcher;

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        KafkaSettings kafka = KafkaSettings.at(broker.bootstrapServers());
        Provisioning.install(kafka.clientProperties(), 3, (short) 1);
        git = new GitFixture(folder.resolve("infra.git"));
        desired = new TopicTail(broker.bootstrapServers(), Topic.DESIRED.topicName());
        revisions = new TopicTail(broker.bootstrapServers(), Topic.REVISION.topicName());
        heads = new TopicTail(broker.bootstrapServers(), Topic.HEAD.topicName());
    }

    @AfterEach
    void close() {
        stop();
        desired.close();
        revisions.close();
        heads.close();
        git.close();
        broker.close();
    }

    @Test
    void pushBecomesDesiredStateAtOnceAndARestartRepeatsNothing() {
        // Given
        git.write("shop/keelstream.yaml", APPLICATION.formatted("shop"))
                .write("shop/a.yaml", CONFIG_MAP.formatted("a", "one"));
        git.commit("first");
        start();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> desired.of("production/shop").size() == 1);

        // When
        for (int i = 0; i < 20; i++) {
            int expected = i + 2;
            git.write("shop/a.yaml", CONFIG_MAP.formatted("a", "value-" + i));
            git.commit("change " + i);
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> desired.of("production/shop").size() == expected);
        }
        stop();

        // Then
        int before = records();
        start();
        git.write("other/keelstream.yaml", APPLICATION.formatted("other"))
                .write("other/b.yaml", CONFIG_MAP.formatted("b", "one"));
        git.commit("another application");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !desired.of("production/other").isEmpty());
        stop();
        assertThat(desired.of("production/shop")).hasSize(21);
        assertThat(records()).isEqualTo(before + 5);
        assertThat(desired.of("production/shop"))
                .extracting(TopicTail.Event::sequence)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void deletedBranchIsReportedInItsRecordAndRemovesNothing() throws Exception {
        // Given
        git.write("shop/keelstream.yaml", APPLICATION.formatted("shop"))
                .write("shop/a.yaml", CONFIG_MAP.formatted("a", "one"));
        git.commit("first");
        start();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> desired.of("production/shop").size() == 1);

        // When
        var delete = git.repository().updateRef("refs/heads/main");
        delete.setForceUpdate(true);
        delete.delete();

        // Then
        await().atMost(Duration.ofSeconds(10))
                .until(() -> heads.of("infra@HEAD").stream()
                        .anyMatch(
                                each -> each.data().path("problems").toString().contains("RefNotFound")));
        assertThat(desired.of("production/shop")).hasSize(1);

        // When
        git.commit("and back");

        // Then
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        heads.of("infra@HEAD").getLast().data().path("problems").isEmpty());
        assertThat(desired.of("production/shop")).hasSize(1);
    }

    @Test
    void chartThatAsksItsClusterIsRenderedAgainWhenThatIsUpgraded() {
        // Given
        KafkaSettings kafka = KafkaSettings.at(broker.bootstrapServers());
        try (TableWriter planner = new TableWriter(kafka, "keelstream/test/planner")) {
            planner.write(serving("1.35"));
            git.write("shop/keelstream.yaml", APPLICATION.formatted("shop"))
                    .write("shop/Chart.yaml", "name: shop")
                    .write("shop/asks", "");
            git.commit("first");
            start();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> desired.of("production/shop").size() == 1);
            assertThat(desired.of("production/shop").getFirst().data().toString())
                    .as("the record of the cluster was read before anything was rendered")
                    .contains("1.35.0");

            // When
            planner.write(serving("1.36"));

            // Then
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> desired.of("production/shop").size() == 2);
            assertThat(desired.of("production/shop").getLast().data().toString())
                    .contains("1.36.0");
        }
    }

    private static Fact serving(String version) {
        return Fact.of(
                EventType.CLUSTER_CHANGED,
                "default",
                new ClusterState("uid", version, List.of("v1")),
                EventContext.at(Instant.now()));
    }

    @Test
    void mirrorsThatDoNotAnswerKeepNoOtherRefWaiting() throws Exception {
        List<Socket> asked = new ArrayList<>();
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            // Given
            git.write("shop/keelstream.yaml", APPLICATION.formatted("shop"))
                    .write("shop/a.yaml", CONFIG_MAP.formatted("a", "one"));
            git.commit("first");
            List<RepositorySettings> mirrors = IntStream.range(0, MIRRORS)
                    .mapToObj(each -> repository("mirror-" + each, "git://127.0.0.1:" + mute.getLocalPort() + "/a.git"))
                    .toList();
            start(mirrors);
            for (int i = 0; i < MIRRORS; i++) {
                asked.add(mute.accept());
            }

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> desired.of("production/shop").size() == 1);

            // When
            git.write("shop/a.yaml", CONFIG_MAP.formatted("a", "two"));
            git.commit("second, while all mirrors are being asked");

            // Then
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> desired.of("production/shop").size() == 2);
            assertThat(heads.of("mirror-0@HEAD")).isEmpty();
        } finally {
            for (Socket each : asked) {
                each.close();
            }
        }
    }

    private static RepositorySettings repository(String name, String url) {
        return new RepositorySettings(name, url, "HEAD", "", Duration.ofSeconds(30), new GitCredentials.None());
    }

    private void start() {
        start(List.of());
    }

    private void start(List<RepositorySettings> others) {
        List<RepositorySettings> repositories = new ArrayList<>(others);
        repositories.add(repository("infra", git.folder().toString()));
        watcher = new GitWatcher(
                new GitWatcherSettings(
                        "test",
                        folder.resolve("state"),
                        Sources.polled(repositories),
                        GitWatcherSettings.Clusters.stated(Map.of("default", ClusterFacts.UNSTATED)),
                        new SecretRule.Refuse(),
                        new Renderers(
                                new FilesRenderer(),
                                new MissingRenderer("kustomize", "not used here"),
                                new AskingRenderer()),
                        HeldMemory.apart(repositories.size())),
                KafkaSettings.at(broker.bootstrapServers()),
                new SimpleMeterRegistry(),
                Traces.off("test", GitWatcher.SERVICE));
        watcher.start();
    }

    /** How many records the topics hold. */
    private int records() {
        return desired.all().size() + revisions.all().size() + heads.all().size();
    }

    private void stop() {
        if (watcher != null) {
            watcher.stop(Duration.ofSeconds(20));
            watcher = null;
        }
    }
}
