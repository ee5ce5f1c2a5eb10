package io.keelstream.gitwatcher.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.GitWatcher;
import io.keelstream.gitwatcher.GitWatcherSettings;
import io.keelstream.gitwatcher.Sources;
import io.keelstream.gitwatcher.bundle.SecretRule;
import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.messaging.broker.EmbeddedBroker;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.messaging.topic.Provisioning;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.transport.Daemon;
import org.eclipse.jgit.transport.resolver.FileResolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on a real broker, and a remote repository that nobody polls. */
@Timeout(120)
class WokenOwnerTests {

    private static final String SECRET = "0123456789abcdef";

    @TempDir
    Path folder;

    @Test
    void webhookThatReachesAnotherInstanceWakesTheOwner() throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        Daemon daemon = new Daemon(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        daemon.setRepositoryResolver(new FileResolver<>(folder.toFile(), true));
        daemon.start();
        try (GitFixture git = new GitFixture(folder.resolve("infra.git"));
                EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0)) {
            KafkaSettings kafka = KafkaSettings.at(broker.bootstrapServers());
            Provisioning.install(kafka.clientProperties(), 3, (short) 1);
            push(git, "first");
            GitWatcher one = watcher("one", kafka, daemon);
            GitWatcher two = watcher("two", kafka, daemon);
            try (EventReader reader = new EventReader(kafka, List.of(Topic.REVISION))) {
                reader.read(
                        EventReader.Start.BEGINNING,
                        event -> seen.add(event.received().key()));
                one.start();
                two.start();
                await().atMost(Duration.ofSeconds(40)).until(() -> seen.size() == 1 && one.ready() && two.ready());

                for (GitWatcher receiver : List.of(one, two)) {
                    int before = seen.size();
                    push(git, "change " + before);
                    assertThat(receiver.webhooks().receive(new Pushed())).isEqualTo(Outcome.ACCEPTED);
                    await().atMost(Duration.ofSeconds(15)).until(() -> seen.size() > before);
                }
                assertThat(seen).hasSize(3);
            } finally {
                Stream.of(one, two).forEach(each -> each.stop(Duration.ofSeconds(20)));
            }
        } finally {
            daemon.stop();
        }
    }

    private static void push(GitFixture git, String value) {
        git.write("shop/keelstream.yaml", """
                        apiVersion: keelstream.io/v1
                        kind: Application
                        metadata: {name: shop}
                        spec: {targets: [{name: production}]}
                        """)
                .write("shop/a.yaml", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: a}
                        data: {key: "%s"}
                        """.formatted(value))
                .commit(value);
    }

    private GitWatcher watcher(String name, KafkaSettings kafka, Daemon daemon) {
        RepositorySettings repository = new RepositorySettings(
                "infra",
                "git://127.0.0.1:" + daemon.getAddress().getPort() + "/infra.git",
                "refs/heads/main",
                "",
                Duration.ofHours(24),
                new GitCredentials.None());
        return new GitWatcher(
                new GitWatcherSettings(
                        "test",
                        folder.resolve(name),
                        new Sources(List.of(repository), Map.of("infra", new WebhookSettings(Provider.GITHUB, SECRET))),
                        GitWatcherSettings.Clusters.stated(Map.of("default", ClusterFacts.UNSTATED)),
                        new SecretRule.Refuse(),
                        new Renderers(
                                new FilesRenderer(),
                                new MissingRenderer("kustomize", "not used here"),
                                new MissingRenderer("helm", "not used here")),
                        HeldMemory.apart(1)),
                kafka,
                new SimpleMeterRegistry(),
                Traces.off("test", GitWatcher.SERVICE));
    }

    /** A push as GitHub reports it. */
    private record Pushed() implements Delivery {

        private static final byte[] BODY = "{\"ref\":\"refs/heads/main\"}".getBytes(StandardCharsets.UTF_8);

        @Override
        public String repository() {
            return "infra";
        }

        @Override
        public @Nullable String header(String name) {
            Proof proof = Provider.GITHUB.proof();
            return name.equals(proof.header()) ? proof.of(BODY, SECRET) : null;
        }

        @Override
        public long declaredLength() {
            return BODY.length;
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(BODY);
        }
    }
}
