package io.keelstream.e2e.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.deploy.PrometheusFile;
import io.keelstream.e2e.suite.Containers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docker-compose.yml}, whole and in containers, with stand-ins for the images that it pulls. Somebody uses it by the ports that
 * it publishes: git, kcat, curl and kubectl.
 */
@Containers
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeTests {

    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    static Path folder;

    private static Composition composition;
    private static String first;
    private static String image = "nginx:1.28.0-alpine";

    @BeforeAll
    static void start() throws IOException {
        composition = Composition.on(ComposeFile.read());
        composition.up();
    }

    @AfterAll
    static void stop() {
        if (composition != null) {
            composition.close();
        }
    }

    @Test
    @Order(1)
    void everyServiceBecomesHealthyAndTheFirstCommitIsDeployed() {
        composition.awaitHealthy();
        composition.asPerson("git", "clone", "--quiet", "http://127.0.0.1:8418/git/infra.git", folder + "/infra");
        first = git("rev-parse", "HEAD");
        awaitDeployed(first);
    }

    @Test
    @Order(2)
    void pushIsDeployedAndReportedToAnotherClient() throws Exception {
        String commit = push("nginx:1.29.0-alpine");

        awaitDeployed(commit);

        assertThat(liveImage()).endsWith("nginx:1.29.0-alpine");
    }

    @Test
    @Order(3)
    void prometheusScrapesEveryServiceAndAnswersWhatDashboardsAndAlertsAsk() throws Exception {
        Awaitility.await("every service is scraped")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> assertThat(query("up == 1").at("/data/result")).hasSize(7));
        List<String> expressions = new ArrayList<>(PrometheusFile.panels());
        PrometheusFile.alerts().forEach(alert -> expressions.add(String.valueOf(alert.get("expr"))));

        assertThat(expressions)
                .hasSizeGreaterThan(30)
                .allSatisfy(
                        expression -> assertThat(query(expression).at("/status").asString())
                                .as(expression)
                                .isEqualTo("success"));
        Awaitility.await("both deployments are counted")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(query("sum(keelstream_deployment_seconds_count{outcome=\"HEALTHY\"})")
                                .at("/data/result/0/value/1")
                                .asString())
                        .isEqualTo("2"));
        assertThat(JSON.readTree(curl("http://127.0.0.1:9090/api/v1/rules")).at("/data/groups/0/rules"))
                .isNotEmpty();
    }

    @Test
    @Order(4)
    void whateverCrashesComesBackAndNothingIsLost() throws Exception {
        for (String service : composition.lasting()) {
            composition.crash(service);
            composition.awaitRestart(service);
        }

        composition.awaitHealthy();
        awaitDeployed(push("nginx:1.29.1-alpine"));
    }

    @Test
    @Order(5)
    void downAndUpKeepsRepositoryEventsAndObjects() throws Exception {
        // Given
        List<String> before = deployed();

        // When
        composition.down();
        composition.up();
        composition.awaitHealthy();

        // Then
        assertThat(deployed()).isEqualTo(before).contains(first);
        assertThat(liveImage()).endsWith(image);
        awaitDeployed(push("nginx:1.29.9-alpine"));
        assertThat(deployed()).hasSize(before.size() + 1);
        assertThat(query("max_over_time(up[1h] offset 1m)").at("/data/result"))
                .as("Prometheus knows what was before")
                .isNotEmpty();
    }

    /** Pushes another image of the demo; the commit. */
    private static String push(String next) throws IOException {
        Path file = folder.resolve("infra/shop/deployment.yaml");
        Files.writeString(file, Files.readString(file).replace(image, next));
        image = next;
        git(
                "-c",
                "user.name=Somebody",
                "-c",
                "user.email=somebody@example.com",
                "commit",
                "--quiet",
                "--all",
                "--message=Release " + next);
        git("push", "--quiet", "origin", "main");
        return git("rev-parse", "HEAD");
    }

    private static String git(String... arguments) {
        List<String> all = new ArrayList<>(List.of("git", "-C", folder + "/infra"));
        all.addAll(List.of(arguments));
        return composition.asPerson(all.toArray(String[]::new)).strip();
    }

    private static void awaitDeployed(String commit) {
        Awaitility.await("commit " + commit + " is healthy")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(deployed())
                        .as(() -> composition.printed("git-watcher")
                                + composition.printed("planner")
                                + composition.printed("applier"))
                        .endsWith(commit));
    }

    /** The commits that deployments made healthy, in the order of their events. */
    private static List<String> deployed() {
        return composition
                .asPerson(
                        "kcat",
                        "-q",
                        "-C",
                        "-e",
                        "-b",
                        "127.0.0.1:29092",
                        "-X",
                        "isolation.level=read_committed",
                        "-t",
                        Topic.DEPLOYMENT.topicName())
                .lines()
                .map(JSON::readTree)
                .filter(event -> event.path("outcome").asString("").equals("HEALTHY"))
                .map(event -> event.at("/deployment/revision/commit").asString())
                .toList();
    }

    private static String liveImage() throws IOException {
        Path kubeconfig =
                Files.writeString(folder.resolve("kubeconfig"), composition.inside("k3s", "cat", "/output/kubeconfig"));
        return composition
                .asPerson(
                        RealControlPlane.program("kubectl").toString(),
                        "--kubeconfig=" + kubeconfig,
                        "--namespace=shop",
                        "get",
                        "deployment",
                        "shop",
                        "--output=jsonpath={.spec.template.spec.containers[0].image}")
                .strip();
    }

    private static JsonNode query(String expression) {
        return JSON.readTree(
                curl("--get", "--data-urlencode", "query=" + expression, "http://127.0.0.1:9090/api/v1/query"));
    }

    private static String curl(String... arguments) {
        List<String> all = new ArrayList<>(List.of("curl", "--silent", "--show-error"));
        all.addAll(List.of(arguments));
        return composition.asPerson(all.toArray(String[]::new));
    }
}
