package io.keelstream.e2e.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.input.SshGitServer;
import io.keelstream.e2e.kafka.KafkaProcess;
import io.keelstream.e2e.suite.RealCluster;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.testing.process.ChildProcess;
import io.keelstream.testing.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docker-compose.yml} runs in containers, as processes: Kafka with its settings, the scripts that provision, and
 * the services with their commands and configuration file. Only names of hosts and places of files are replaced.
 */
@RealCluster
class ComposedServicesTests {

    /** The services start at once, on a machine that may be busy with other tests. */
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir
    static Path folder;

    static ComposeFile file;
    static RealControlPlane cluster;
    static InfraRepository repository;
    static SshGitServer git;
    static KafkaProcess kafka;
    static String servers;
    static WithoutContainers containers;

    @BeforeAll
    static void start() throws Exception {
        file = ComposeFile.read();
        cluster = RealControlPlane.start();
        repository = InfraRepository.create(folder);
        git = new SshGitServer();
        Map<String, Integer> ports = Map.of("9092", Ports.free(), "29092", Ports.free(), "9093", Ports.free());
        servers = "127.0.0.1:" + ports.get("9092");
        kafka = ComposedKafka.start(file.service("kafka"), folder.resolve("kafka"), ports);
        containers = new WithoutContainers(
                folder,
                Map.of(
                        "kafka:9092",
                        servers,
                        "ssh://git@git:2222/srv/git/infra.git",
                        git.serve("infra", repository.bare())));
        letIn();
    }

    @AfterAll
    static void stop() throws IOException {
        containers.close();
        kafka.close();
        git.close();
        repository.close();
        cluster.close();
    }

    @Test
    void firstCommitIsDeployed() throws Exception {
        // Given
        copyDemo();
        String commit = repository.push("Start with one application");
        provision();
        giveAccounts();

        // When
        Map<ComposedService, Map<String, String>> probes = new HashMap<>();
        for (ComposedService service : file.ofKeelstream()) {
            int port = Ports.free();
            probes.put(service, Map.of("8081", String.valueOf(port)));
            containers.start(
                    service,
                    Map.of("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1", "MANAGEMENT_SERVER_PORT", String.valueOf(port)));
        }

        // Then
        for (ComposedService service : probes.keySet()) {
            Awaitility.await(service.name() + " is healthy")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(containers.healthy(service, probes.get(service)))
                            .as(() -> logs(Set.of(service)))
                            .isTrue());
        }
        Awaitility.await("the demo is healthy")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(finished())
                        .as(() -> logs(probes.keySet()))
                        .contains(Outcome.HEALTHY + " " + commit));
        try (LiveCluster live = LiveCluster.open(cluster.kubeconfig())) {
            assertThat(live.exists("Deployment.apps/shop/shop")).isTrue();
        }
    }

    private static void letIn() throws Exception {
        KeyPair key = SshGitServer.keyPair();
        git.accept(key);
        Path account = containers.volume("git-account");
        SshGitServer.write(account.resolve("id_ed25519"), key, "");
        Files.writeString(account.resolve("known_hosts"), git.knownHost(git.hostKey()));
    }

    private static void provision() throws Exception {
        ComposedService service = file.service("provision");
        assertThat(containers.start(service, Map.of()).awaitEnd(LIMIT))
                .as(() -> containers.printed(service))
                .isZero();
        assertThat(containers.volume("digest-key").resolve("key")).isNotEmptyFile();
        assertThat(containers.printed(service)).contains("topic keelstream.desired.v1: created");
    }

    private static void giveAccounts() throws Exception {
        ComposedService service = file.service("accounts");
        Path accounts = Files.createDirectories(folder.resolve("accounts"));
        for (ComposedService.Mount mount : service.mounts()) {
            if (mount.target().startsWith("/accounts/")) {
                Path account = containers.volume(mount.source());
                Files.createSymbolicLink(accounts.resolve(mount.target().substring("/accounts/".length())), account);
                Files.copy(cluster.kubeconfig(), account.resolve("kubeconfig"));
            }
        }
        String fromElsewhere = Files.readString(cluster.kubeconfig()).replace(server(), "https://127.0.0.1:1");
        ChildProcess process = containers.start(
                service,
                Map.of(
                        "ACCOUNTS", accounts.toString(),
                        "KUBECONFIG",
                                Files.writeString(folder.resolve("admin"), fromElsewhere)
                                        .toString(),
                        "SERVER", server(),
                        "PATH", RealControlPlane.program("kubectl").getParent() + ":" + System.getenv("PATH")));
        assertThat(process.awaitEnd(LIMIT))
                .as(() -> containers.printed(service))
                .isZero();
        assertThat(containers.printed(service)).contains("account planner: ready");
    }

    private static String server() throws IOException {
        return Pattern.compile("https://[^\",}\\s]+")
                .matcher(Files.readString(cluster.kubeconfig()))
                .results()
                .findFirst()
                .orElseThrow()
                .group();
    }

    private static List<String> finished() {
        try (EventReader reader = new EventReader(KafkaSettings.at(servers), List.of(Topic.DEPLOYMENT))) {
            return reader.readAll(Duration.ofSeconds(30)).stream()
                    .map(event -> event.received().payload())
                    .filter(DeploymentFinished.class::isInstance)
                    .map(DeploymentFinished.class::cast)
                    .map(end ->
                            end.outcome() + " " + end.deployment().revision().commit())
                    .toList();
        }
    }

    private static void copyDemo() throws IOException {
        Path demo = file.root().resolve("deploy/compose/git/demo");
        try (Stream<Path> all = Files.walk(demo)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                repository.write(demo.relativize(each).toString(), Files.readString(each));
            }
        }
    }

    private static String logs(Set<ComposedService> services) {
        return services.stream()
                .map(service -> service.name() + ":\n" + containers.printed(service))
                .collect(Collectors.joining("\n"));
    }
}
