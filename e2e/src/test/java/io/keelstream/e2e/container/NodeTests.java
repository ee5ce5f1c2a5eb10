package io.keelstream.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.suite.Containers;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.Stage;
import io.keelstream.messaging.table.ReadEvent;
import io.keelstream.testing.process.Program.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chart on a real node: kubelet, containerd, a pod network, Services and names. Helm installs it with the images of this build;
 * then it deploys pods that run, and some that cannot.
 */
@Containers
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeTests {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Of applications that never become healthy. */
    private static final String TIMEOUT = "timeout: 25s";

    /** Selects the pods of the chart's services. */
    private static final String SERVICES = "app.kubernetes.io/name in (" + String.join(",", NodeCluster.SERVICES) + ")";

    @TempDir
    static Path folder;

    private static Stage stage;
    private static NodeCluster node;

    @BeforeAll
    static void start() throws Exception {
        RealControlPlane cluster = RealControlPlane.start("--node");
        stage = Stage.in(folder, cluster);
        node = NodeCluster.start(folder, cluster);
        stage.by(() -> node.install(stage.repository())).up();
    }

    @AfterAll
    static void stop() throws Exception {
        if (stage != null) {
            stage.close();
        }
        if (node != null) {
            node.close();
        }
    }

    @Test
    @Order(1)
    void testOfTheChartReachesEveryServiceByItsName() {
        Ended test = node.test();

        assertThat(test.code()).as(test.text()).isZero();
        assertThat(test.text()).contains("Phase:          Succeeded");
    }

    @Test
    @Order(2)
    void pushIsDeployedToPodsThatAnswerAndRolledWithoutAFailedRequest(TestReporter report) throws Exception {
        // Given
        deploy("web", server("one", "/"), Manifests.application("web"));
        await("web", stage.repository().push("Start web"), Outcome.HEALTHY);
        assertThat(node.ask("web", "web")).isEqualTo("one");

        // When
        List<String> answers;
        try (NodeClient client = node.client("web", "web")) {
            client.await("one");
            deploy("web", server("two", "/"), Manifests.application("web"));
            await("web", stage.repository().push("Release two"), Outcome.HEALTHY);
            client.await("two");
            answers = client.answers();
        }

        // Then
        report.publishEntry("requests during a roll-out", String.valueOf(answers.size()));
        assertThat(answers).as("no request failed").hasSizeGreaterThan(100).containsOnly("one", "two");
        assertThat(node.ask("web", "web")).isEqualTo("two");
    }

    @Test
    @Order(3)
    void networkPoliciesLetEachServiceReachWhatItNeedsAndNothingElse() throws Exception {
        // Given
        String applier = "applier.keelstream:8081";
        String web = "web.web:80";
        Set<String> all = Set.of(node.kafka(), node.api(), node.git(), applier, web);
        Map<Reach.From, Set<String>> expected = new LinkedHashMap<>();
        expected.put(like("git-watcher"), Set.of(node.kafka(), node.git()));
        expected.put(like("planner"), Set.of(node.kafka(), node.api()));
        expected.put(like("applier"), Set.of(node.kafka(), node.api()));
        expected.put(like("drift-detector"), Set.of(node.kafka(), node.api()));
        expected.put(like("canary-analyzer"), Set.of(node.kafka()));
        expected.put(like("provisioning"), Set.of(node.kafka()));
        expected.put(like("nothing-of-the-chart"), Set.of());
        expected.put(new Reach.From("keelstream", "neighbour", Map.of()), all);
        expected.put(new Reach.From("web", "stranger", Map.of()), Set.of(node.kafka(), node.api(), node.git(), web));

        // When
        Map<Reach.From, Set<String>> reached = node.reach(all).of(expected.keySet());

        // Then
        assertThat(reached).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    @Order(3)
    void statusSaysWhyPodsAreNotHealthy() throws Exception {
        // Given
        Map<String, String> expected = Map.of(
                "probe", "Readiness probe failed: HTTP probe failed with statuscode: 404",
                "crash", "(last exit code 3, Error)",
                "image", "Failed to pull image \"registry.invalid/web:1\"",
                "memory", "OOMKilled");
        deploy("probe", server("one", "/nothing-there"), Manifests.application("probe", TIMEOUT));
        deploy("crash", unready("exit 3"), Manifests.application("crash", TIMEOUT));
        deploy(
                "image",
                unready("true").replace("busybox:1.37", "registry.invalid/web:1"),
                Manifests.application("image", TIMEOUT));
        deploy("memory", unready("exec tail /dev/zero"), Manifests.application("memory", TIMEOUT));

        // When
        String commit = stage.repository().push("Deploy what cannot run");

        // Then
        expected.forEach((application, reason) -> {
            DeploymentFinished finished = await(application, commit, Outcome.FAILED);
            assertThat(finished.problems())
                    .as(application)
                    .extracting(Problem::message)
                    .anySatisfy(message ->
                            assertThat(message).contains("container web").contains(reason));
            // while it is tried again, status says what it waits for
            Awaitility.await("status of " + application)
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(
                            () -> stage.system().verb("status", "production/" + application),
                            text -> text.contains(reason));
        });
    }

    @Test
    @Order(4)
    void upgradeOfTheChartLosesNoCommit() throws Exception {
        // Given
        String before = node.kubectl("get", "pods", "--output=name", "--selector=app.kubernetes.io/name=applier");
        Thread upgrade = Thread.ofVirtual().start(() -> node.upgrade("podAnnotations.upgrade=yes"));

        // When
        String last = releaseWhile(upgrade::isAlive);

        // Then
        await("web", last, Outcome.HEALTHY);
        assertThat(node.kubectl("get", "pods", "--output=name", "--selector=app.kubernetes.io/name=applier"))
                .isNotEqualTo(before);
        assertNothingIsLost();
    }

    @Test
    @Order(5)
    void chartThatHelmInstalledIsTakenOverAndUpgradedFromGitWithoutLoss() throws Exception {
        // Given
        node.writeChart(stage.repository(), "podAnnotations: {deployed-by: git}");
        stage.repository().push("Keelstream deploys itself");

        // When
        String last = releaseWhile(() -> find("keelstream", Outcome.HEALTHY).isEmpty());

        // Then
        assertThat(find("keelstream", Outcome.HEALTHY))
                .as(() -> stage.system().verb("status", "production/keelstream"))
                .isNotEmpty();
        await("web", last, Outcome.HEALTHY);
        Awaitility.await("every pod is the one that Git describes")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(node.kubectl(
                                        "get",
                                        "pods",
                                        "--selector=" + SERVICES,
                                        "--output=jsonpath={range .items[*]}{.metadata.annotations.deployed-by}{'\\n'}{end}")
                                .lines())
                        .hasSize(NodeCluster.SERVICES.size())
                        .containsOnly("git"));
        assertThat(node.test().code()).isZero();
        assertNothingIsLost();
    }

    @Test
    @Order(6)
    void podsOfServicesStayWithinTheirMemoryAndEndWithinTheirGracePeriod() {
        assertThat(node.kubectl(
                        "get",
                        "pods",
                        "--output=jsonpath={.items[*].status.containerStatuses[*].lastState.terminated.reason}"))
                .doesNotContain("OOMKilled");
        long start = System.nanoTime();

        node.kubectl("delete", "pods", "--wait", "--selector=" + SERVICES);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(28));
    }

    /** Releases one version of the application after the other; the commit of the last one. */
    private static String releaseWhile(BooleanSupplier running) throws Exception {
        String last = "";
        long end = System.nanoTime() + LIMIT.toNanos();
        for (int i = 1; running.getAsBoolean() && System.nanoTime() < end; i++) {
            deploy("web", server("during-" + i, "/"), Manifests.application("web"));
            last = stage.repository().push("Release " + i + " meanwhile");
            Thread.sleep(Duration.ofSeconds(5));
        }
        return last;
    }

    private static void assertNothingIsLost() {
        List<ReadEvent> events = stage.system().events().stream()
                .filter(event -> event.received().key().equals("production/web"))
                .toList();
        Deployments.assertReportedOnce(events);
        Deployments.assertNoneMissing(events);
    }

    /** A pod that has the labels by which the chart's policies select the pods of a service. */
    private static Reach.From like(String service) {
        return new Reach.From(
                "keelstream",
                "like-" + service,
                Map.of("app.kubernetes.io/instance", "keelstream", "app.kubernetes.io/name", service));
    }

    private static void deploy(String application, String deployment, String manifest) throws Exception {
        stage.repository()
                .write(application + "/keelstream.yaml", manifest)
                .write(application + "/deployment.yaml", deployment)
                .write(application + "/service.yaml", """
                    apiVersion: v1
                    kind: Service
                    metadata: {name: web}
                    spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
                    """);
    }

    /** A web server that serves a text and is asked for a path by its readiness probe. */
    private static String server(String text, String path) {
        return command("mkdir /tmp/www && echo " + text + " >/tmp/www/index.html && exec httpd -f -p 8080 -h /tmp/www")
                + "          readinessProbe: {httpGet: {path: " + path + ", port: 8080}, periodSeconds: 1}\n";
    }

    /** What never is ready: without a probe, a container counts as ready until it ends. */
    private static String unready(String command) {
        return command(command) + "          readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}\n";
    }

    private static String command(String command) {
        return """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  securityContext: {runAsNonRoot: true, runAsUser: 65532}
                  terminationGracePeriodSeconds: 4
                  volumes: [{name: tmp, emptyDir: {}}]
                  containers:
                    - name: web
                      image: busybox:1.37
                      # The node's proxy may still send requests when the pod has been told to end.
                      lifecycle: {preStop: {sleep: {seconds: 3}}}
                      command: [sh, -c, "%s"]
                      securityContext: {readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                      volumeMounts: [{name: tmp, mountPath: /tmp}]
                      resources: {requests: {cpu: 10m, memory: 16Mi}, limits: {memory: 32Mi}}
            """.formatted(command);
    }

    private static DeploymentFinished await(String application, String commit, Outcome outcome) {
        try {
            Awaitility.await(application + " " + outcome + " at " + commit)
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> find(application, commit, outcome), found -> !found.isEmpty());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    e.getMessage() + "; " + stage.system().verb("status", "production/" + application), e);
        }
        return find(application, commit, outcome).getFirst();
    }

    private static List<DeploymentFinished> find(String application, String commit, Outcome outcome) {
        return find(application, outcome).stream()
                .filter(each -> each.deployment().revision().commit().equals(commit))
                .toList();
    }

    private static List<DeploymentFinished> find(String application, Outcome outcome) {
        return Deployments.finished(stage.system(), "production/" + application).stream()
                .filter(each -> each.outcome() == outcome)
                .toList();
    }
}
