package io.keelstream.e2e.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.RunningKeelstream;
import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deployment topic as kcat (librdkafka) reads it, with the command of {@code docs/subscribing.md}. */
@AnyCluster
class KcatTests {

    @TempDir
    Path folder;

    @BeforeAll
    static void needKcat() {
        boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "kcat")));
        assumeTrue(found, "kcat is not on the PATH; install the Debian package kcat");
    }

    @Test
    void seesOneStartAndOneEndPerDeploymentWithCloudEventsHeaders() throws Exception {
        // Given
        try (TestCluster cluster = TestCluster.start();
                InfraRepository repository = InfraRepository.create(folder)) {
            repository
                    .write("shop/keelstream.yaml", Manifests.application("shop"))
                    .write("shop/settings.yaml", Manifests.configMap("settings", "1"));
            String first = repository.push("First");
            try (RunningKeelstream system =
                    RunningKeelstream.up(folder.resolve("state"), repository.url(), cluster.access())) {
                Deployments.await(system, "production/shop", first, Outcome.HEALTHY);
                String second = repository
                        .write("shop/settings.yaml", Manifests.configMap("settings", "2"))
                        .push("Second");
                Deployments.await(system, "production/shop", second, Outcome.HEALTHY);

                // When
                List<String> lines = kcat(system.kafka().bootstrapServers());

                // Then
                assertThat(lines)
                        .hasSize(4)
                        .allSatisfy(line -> assertThat(line)
                                .startsWith("production/shop ")
                                .contains(
                                        "ce_specversion=1.0",
                                        "ce_source=/keelstream/local/applier",
                                        "ce_id=",
                                        "ce_time=")
                                .contains("ce_subject=production/shop", "content-type=application/json"));
                assertThat(lines.get(0)).contains("io.keelstream.deployment.started.v1");
                assertThat(lines.get(1)).contains("io.keelstream.deployment.finished.v1");
                assertThat(lines.get(2)).contains("io.keelstream.deployment.started.v1");
                assertThat(lines.get(3)).contains("io.keelstream.deployment.finished.v1");
            }
        }
    }

    private static List<String> kcat(String broker) {
        Ended ended = Program.of("kcat", "-q", "-C", "-e", "-b", broker)
                .run("-X", "isolation.level=read_committed", "-t", Topic.DEPLOYMENT.topicName(), "-f", "%k %h\\n");
        assertThat(ended.code()).as(ended.text()).isZero();
        return ended.out().lines().toList();
    }
}
