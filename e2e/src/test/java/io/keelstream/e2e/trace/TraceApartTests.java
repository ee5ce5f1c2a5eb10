package io.keelstream.e2e.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.e2e.apart.Gate;
import io.keelstream.e2e.apart.ServiceProcess;
import io.keelstream.e2e.apart.Services;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.kafka.BrokerProcess;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Keelstream;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.trace.TraceReceiver.Received;
import io.keelstream.testing.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One commit is one trace where each service is a process of its own and knows the receiver from its own configuration. No
 * release asks for an analysis yet, so the test asks in its place.
 */
@AnyCluster
class TraceApartTests {

    @TempDir
    Path folder;

    @Test
    void pushAnalysisAndCorrectionAreOneTraceOverFiveProcesses() throws Exception {
        try (TestCluster cluster = TestCluster.start();
                LiveCluster live = LiveCluster.open(cluster.kubeconfig());
                InfraRepository repository = InfraRepository.create(folder);
                TraceReceiver receiver = TraceReceiver.start();
                BrokerProcess broker = new BrokerProcess(folder.resolve("broker"));
                Services services = Services.on(folder, broker.servers(), repository, _ -> cluster.kubeconfig())) {
            // Given
            ServiceProcess analyzer = services.start("canary-analyzer", analyzing(receiver));
            Keelstream system = services.up(sendingTo(receiver));
            analyzer.awaitReady();
            String commit = repository
                    .write("shop/keelstream.yaml", Manifests.application("shop"))
                    .write("shop/deployment.yaml", Manifests.deployment("shop", "shop:1"))
                    .write("shop/settings.yaml", Manifests.configMap("settings", "a"))
                    .push("Start");
            CommitTrace trace = CommitTrace.of(receiver, "acme", commit);

            // When
            Deployments.await(system, "production/shop", commit, Outcome.HEALTHY);
            Received release = trace.await(CommitTrace::healthy);
            Gate.ask(system.kafka(), "production/shop", revision(commit), trace.header(release));
            Received analysis = trace.await(span -> span.name().equals("analyze"));
            live.patch("ConfigMap/shop/settings", Map.of("data", Map.of("value", "manual")), "person");
            Received correction = trace.awaitHealthyAfter(release);

            // Then
            await("every process has sent what it had")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(trace::assertOneTree);
            assertThat(trace.path(release))
                    .containsExactly("git-watcher observe", "git-watcher render", "planner plan", "applier release");
            assertThat(trace.path(analysis))
                    .containsExactly(
                            "git-watcher observe",
                            "git-watcher render",
                            "planner plan",
                            "applier release",
                            "canary-analyzer analyze");
            assertThat(analysis.attribute("keelstream.target")).isEqualTo("production/shop");
            assertThat(analysis.attribute("keelstream.verdict")).isEqualTo("INCONCLUSIVE");
            assertThat(trace.path(correction)).isEqualTo(CommitTrace.CORRECTION);
            Map<String, Set<String>> processes = trace.spans().stream()
                    .collect(Collectors.groupingBy(
                            Received::service, Collectors.mapping(Received::process, Collectors.toSet())));
            assertThat(processes)
                    .containsOnlyKeys("git-watcher", "planner", "applier", "drift-detector", "canary-analyzer");
            assertThat(processes.values())
                    .as("one process each, and no two the same")
                    .allSatisfy(
                            each -> assertThat(each).singleElement().asString().containsOnlyDigits())
                    .doesNotHaveDuplicates();
            assertThat(trace.spans())
                    .allSatisfy(span ->
                            assertThat(span.attribute("keelstream.commit")).isEqualTo(commit))
                    .filteredOn(Received::error)
                    .as("nothing can be measured, and nothing else failed")
                    .containsExactly(analysis);
        }
    }

    private static Revision revision(String commit) {
        return new Revision("infra", "refs/heads/main", commit, "Ada <ada@example.org>", "Start", Instant.now());
    }

    /** Where nothing answers: the analysis ends at once, without a verdict for or against. */
    private static Map<String, String> analyzing(TraceReceiver receiver) {
        Map<String, String> all = new HashMap<>(sendingTo(receiver));
        all.put("keelstream.metrics.sources[0].url", "http://127.0.0.1:" + Ports.free());
        return all;
    }

    /** {@code PID} is what Spring Boot calls the id of its process. */
    private static Map<String, String> sendingTo(TraceReceiver receiver) {
        return Map.of(
                "otel.exporter.otlp.endpoint",
                receiver.endpoint(),
                "otel.resource.attributes",
                "process.pid=${PID}",
                "otel.bsp.schedule.delay",
                "100");
    }
}
