package io.keelstream.e2e.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.RunningKeelstream;
import io.keelstream.e2e.trace.TraceReceiver.Received;
import io.keelstream.messaging.table.ReadEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One commit is one trace across the services, each of which sends its own spans. */
@AnyCluster
class TraceTests {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String STRICT =
            Manifests.application("strict", "ingress: {requireAddress: true}", "timeout: 20s");
    private static final String INGRESS = """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: web}
            spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
            """;

    @TempDir
    static Path folder;

    static TestCluster cluster;
    static LiveCluster live;
    static InfraRepository repository;
    static TraceReceiver receiver;
    static RunningKeelstream system;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start();
        live = LiveCluster.open(cluster.kubeconfig());
        repository = InfraRepository.create(folder);
        receiver = TraceReceiver.start();
        system = up();
    }

    @AfterAll
    static void stop() {
        system.close();
        receiver.close();
        repository.close();
        live.close();
        cluster.close();
    }

    @Test
    void pushAndTheCorrectionOfItsDriftAreOneTrace() throws Exception {
        // Given
        String commit = repository
                .write("shop/keelstream.yaml", Manifests.application("shop"))
                .write("shop/deployment.yaml", Manifests.deployment("shop", "shop:1"))
                .write("shop/settings.yaml", Manifests.configMap("settings", "a"))
                .push("Start");

        // When
        Deployments.await(system, "production/shop", commit, Outcome.HEALTHY);
        ReadEvent finished = end("production/shop", commit);
        CommitTrace trace = trace(commit);
        Received release = trace.await(span -> span.id().equals(spanOf(finished)));

        // Then
        List<Received> spans = trace.spans();
        assertThat(finished.received().traceparent()).isEqualTo(trace.header(release));
        assertThat(trace.path(release))
                .containsExactly("git-watcher observe", "git-watcher render", "planner plan", "applier release");
        assertThat(spans)
                .extracting(Received::name)
                .contains("fetch", "discover", "apply", "wait", "settle")
                .doesNotContain("prune", "detect drift");
        trace.assertOneTree();
        assertThat(spans)
                .extracting(span -> span.attribute("keelstream.commit"))
                .containsOnly(commit);
        assertThat(spans).filteredOn(Received::error).isEmpty();
        assertThat(release.attribute("keelstream.target")).isEqualTo("production/shop");
        assertThat(release.attribute("keelstream.deployment"))
                .isEqualTo(fact(finished).deployment().deploymentId());
        assertThat(release.attribute("keelstream.outcome")).isEqualTo("HEALTHY");
        assertThat(release.attribute("k8s.namespace.name")).isEqualTo("shop");
        assertThat(release.attribute("messaging.destination.name")).isEqualTo("keelstream.plan.v1");
        assertThat(log().filter(line -> line.contains("Deployment finished")))
                .anySatisfy(line -> assertThat(line).contains("trace_id=" + trace.id(), "span_id=" + release.id()));

        // When
        live.patch("ConfigMap/shop/settings", Map.of("data", Map.of("value", "manual")), "person");
        Received correction = trace.awaitHealthyAfter(release);

        // Then
        assertThat(trace.path(correction)).isEqualTo(CommitTrace.CORRECTION);
        trace.assertOneTree();
    }

    @Test
    void resumedReleaseContinuesItsTraceAndItsFailureIsTheSpansStatus() throws Exception {
        // Given
        String commit = repository
                .write("strict/keelstream.yaml", STRICT)
                .write("strict/ingress.yaml", INGRESS)
                .push("An address that never comes");
        await("the release waits").atMost(LIMIT).until(() -> live.exists("Ingress.networking.k8s.io/strict/web"));

        // When
        system.kill();
        system = up();
        Deployments.await(system, "production/strict", commit, Outcome.FAILED);
        ReadEvent finished = end("production/strict", commit);
        CommitTrace trace = trace(commit);
        Received release = trace.await(span -> span.id().equals(spanOf(finished)));

        // Then
        assertThat(release.id()).as("one span, whichever processes run it").isEqualTo(startedBy(commit));
        assertThat(release.error()).isTrue();
        assertThat(release.attribute("error.type"))
                .isEqualTo(fact(finished).problems().getFirst().reason());
        assertThat(release.attribute("keelstream.outcome")).isEqualTo("FAILED");
        assertThat(release.attribute("keelstream.deployment"))
                .isEqualTo(fact(finished).deployment().deploymentId());
    }

    @Test
    void nothingWaitsForAReceiverThatIsAway() throws Exception {
        // Given
        receiver.away(true);
        try {
            // When
            String commit = repository
                    .write("calm/keelstream.yaml", Manifests.application("calm"))
                    .write("calm/settings.yaml", Manifests.configMap("settings", "a"))
                    .push("Nobody listens");

            // Then
            Deployments.await(system, "production/calm", commit, Outcome.HEALTHY);
            assertThat(trace(commit).spans()).isEmpty();
        } finally {
            receiver.away(false);
        }
    }

    private static RunningKeelstream up() throws IOException {
        Map<String, String> environment =
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(), "OTEL_BSP_SCHEDULE_DELAY", "100");
        List<String> options = List.of(
                "--repository",
                repository.url(),
                "--ref",
                "main",
                "--kubeconfig",
                cluster.access().toString());
        return RunningKeelstream.up(folder.resolve("state"), environment, options);
    }

    private static Stream<String> log() throws IOException {
        return Files.readAllLines(folder.resolve("state").resolve("keelstream.log")).stream();
    }

    private static CommitTrace trace(String commit) {
        return CommitTrace.of(receiver, "local", commit);
    }

    private static ReadEvent end(String target, String commit) {
        return system.events().stream()
                .filter(event -> event.received().key().equals(target))
                .filter(event -> event.received().payload() instanceof DeploymentFinished end
                        && end.deployment().revision().commit().equals(commit))
                .findFirst()
                .orElseThrow();
    }

    /** The span that the event names. */
    private static String spanOf(ReadEvent event) {
        return String.valueOf(event.received().traceparent()).substring(36, 52);
    }

    private static DeploymentFinished fact(ReadEvent finished) {
        return (DeploymentFinished) finished.received().payload();
    }

    /** The span that wrote the start of the commit's first deployment. */
    private static String startedBy(String commit) {
        return system.events().stream()
                .filter(event -> event.received().payload() instanceof DeploymentStarted start
                        && start.deployment().revision().commit().equals(commit))
                .map(TraceTests::spanOf)
                .findFirst()
                .orElseThrow();
    }
}
