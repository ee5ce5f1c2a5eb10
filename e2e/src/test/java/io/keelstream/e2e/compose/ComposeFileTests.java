package io.keelstream.e2e.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.keelstream.contracts.access.Account;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.suite.Essential;
import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;

/** {@code docker-compose.yml} names only what there is. */
@AnyCluster
@Essential
class ComposeFileTests {

    private final ComposeFile file = read();

    @Test
    void whatIsMountedIsThere() {
        for (ComposedService service : file.services().values()) {
            assertThat(service.mounts())
                    .filteredOn(ComposedService.Mount::ofRepository)
                    .allSatisfy(mount ->
                            assertThat(file.root().resolve(mount.source())).exists());
        }
    }

    @Test
    void everyImageHasItsVersion() {
        assertThat(file.services().values())
                .filteredOn(service -> !service.written().containsKey("build"))
                .extracting(ComposedService::image)
                .allMatch(image -> image.matches(".+:v?\\d+\\.\\d+\\.\\d.*"));
        assertThat(file.service("kafka").image()).isEqualTo("apache/kafka:" + AppInfoParser.getVersion());
        assertThat(file.service("accounts").image())
                .isEqualTo(file.service("k3s").image());
    }

    @Test
    void everyServiceRunsAndIsScraped() throws IOException {
        // Given
        List<String> services =
                Arrays.stream(Account.values()).map(Account::service).toList();

        // When
        List<String> composed =
                file.ofKeelstream().stream().map(ComposedService::name).toList();
        String prometheus = Files.readString(file.root().resolve("deploy/compose/prometheus.yml"));

        // Then
        assertThat(composed).containsExactlyInAnyOrderElementsOf(services);
        assertThat(services).allSatisfy(service -> assertThat(prometheus).contains("- " + service + ":8081\n"));
    }

    @Test
    void nothingListensBeyondThisMachine() {
        assertThat(file.services().values())
                .flatExtracting(ComposedService::ports)
                .isNotEmpty()
                .allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void namesInTheConfigurationAreHostsOfTheFile() throws IOException {
        // Given
        String configuration = Files.readString(file.root().resolve("deploy/compose/keelstream.yaml"));
        Map<String, String> kafka = file.service("kafka").environment();

        // Then
        assertThat(kafka.get("KAFKA_ADVERTISED_LISTENERS")).startsWith("INSIDE://kafka:9092,");
        assertThat(configuration).contains("bootstrap-servers: kafka:9092");
        assertThat(file.service("provision").environment()).containsEntry("KAFKA", "kafka:9092");
        assertThat(configuration).contains("url: ssh://git@git:2222/srv/git/infra.git");
        assertThat(file.service("git").mounts())
                .extracting(ComposedService.Mount::target)
                .contains("/srv/git", "/run/keelstream/git");
        assertThat(file.service("accounts").environment()).containsEntry("SERVER", "https://k3s:6443");
        assertThat(file.service("k3s").command()).contains("--tls-san=k3s");
    }

    @Test
    void dockerComposeTakesIt() throws Exception {
        assertThat(compose().run("config", "-q")).isEqualTo(new Ended(0, "", ""));
    }

    @Test
    void standInsAreForServicesOfTheFile() throws Exception {
        Ended ended =
                compose().run("-f", "docker-compose.yml", "-f", "deploy/compose/local.yaml", "config", "--services");
        assertThat(ended.code()).as(ended.text()).isZero();
        assertThat(ended.out().lines())
                .containsAll(file.services().keySet())
                .isSubsetOf(file.services().keySet());
        assertThat(ComposeFile.yaml(file.root().resolve("deploy/compose/local.yaml"), "services"))
                .containsOnlyKeys(file.services().keySet());
    }

    /** Each volume that a service mounts is declared, and each that is declared is mounted. */
    @Test
    void volumesAreDeclared() throws IOException {
        List<String> mounted = file.services().values().stream()
                .flatMap(service -> Stream.of(service.written().getOrDefault("volumes", List.of())))
                .flatMap(volumes -> ((List<?>) volumes).stream())
                .map(volume -> volume.toString().split(":", 2)[0])
                .filter(source -> !source.startsWith("./"))
                .toList();
        assertThat(new TreeSet<>(mounted))
                .isEqualTo(new TreeSet<>(ComposeFile.yaml(file.root().resolve("docker-compose.yml"), "volumes")
                        .keySet()));
    }

    private Program compose() {
        Optional<Program> compose = DockerCompose.find();
        assumeThat(compose)
                .as("neither the plugin 'docker compose' nor the command docker-compose is installed")
                .isPresent();
        return compose.orElseThrow().in(file.root());
    }

    private static ComposeFile read() {
        try {
            return ComposeFile.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
