package io.keelstream.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.kafka.BrokerProcess;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.RunningKeelstream;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.object.ObjectReference;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty seconds without a broker and without an API server, with a push in the middle. */
class OutageTests {

    private static final Duration AWAY = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    static BrokerProcess broker;
    static TestCluster cluster;
    static ClusterClient client;
    static InfraRepository repository;
    static RunningKeelstream system;
    static int release;

    @BeforeAll
    static void start() throws Exception {
        broker = new BrokerProcess(folder.resolve("kafka"));
        cluster = TestCluster.start();
        client = Clusters.open(ClusterSettings.of("default", cluster.kubeconfig()), new SimpleMeterRegistry());
        repository = InfraRepository.create(folder);
        repository.write("shop/keelstream.yaml", Manifests.application("shop"));
        system = RunningKeelstream.up(
                folder.resolve("state"), repository.url(), cluster.access(), "--kafka", broker.servers());
    }

    @AfterAll
    static void stop() {
        system.close();
        repository.close();
        client.close();
        cluster.close();
        broker.close();
    }

    @BeforeEach
    void deploy() throws Exception {
        Deployments.await(system, "production/shop", push(), Outcome.HEALTHY);
    }

    @Test
    void aPushWhileTheBrokerIsAwayIsDeployedOnceItIsBack() throws Exception {
        // When
        broker.kill();
        String commit = push();
        Thread.sleep(AWAY);
        assertThat(image()).contains("shop:" + (release - 1));
        broker.restart();

        // Then
        Deployments.await(system, "production/shop", commit, Outcome.HEALTHY);
        assertThat(image()).contains("shop:" + release);
        isWell();
    }

    @Test
    void aPushWhileTheApiIsAwayIsDeployedOnceItIsBack() throws Exception {
        // When
        String commit;
        cluster.stopApi();
        try {
            commit = push();
            Thread.sleep(AWAY);
            await().atMost(AWAY)
                    .untilAsserted(() -> assertThat(system.verb("status", "production/shop"))
                            .contains("ClusterUnreachable", "planning goes on when it does"));
        } finally {
            cluster.startApi();
        }

        // Then
        assertThat(system.printed()).contains("BLOCKED  " + commit.substring(0, 12));
        Deployments.await(system, "production/shop", commit, Outcome.HEALTHY);
        assertThat(image()).contains("shop:" + release);
        isWell();
    }

    @Test
    void aReleaseThatRunsWhileTheApiGoesAwayEndsOnceItIsBack() throws Exception {
        // Given
        String stuck = repository
                .write(
                        "shop/deployment.yaml",
                        Manifests.deployment("shop", "shop:stuck", "keelstream.io/pretend: stuck"))
                .push("Never ready");
        await().atMost(Duration.ofMinutes(1)).until(() -> image().contains("shop:stuck"));

        // When
        String good;
        cluster.stopApi();
        try {
            good = push();
            Thread.sleep(Duration.ofSeconds(5));
        } finally {
            cluster.startApi();
        }

        // Then
        Deployments.await(system, "production/shop", stuck, Outcome.SUPERSEDED);
        Deployments.await(system, "production/shop", good, Outcome.HEALTHY);
        isWell();
    }

    private static String push() throws Exception {
        release++;
        return repository
                .write("shop/deployment.yaml", Manifests.deployment("shop", "shop:" + release))
                .push("Release " + release);
    }

    private static String image() {
        return String.valueOf(client.get(ObjectReference.parse("Deployment.apps/shop/shop"))
                .orThrow()
                .at("spec", "template", "spec", "containers"));
    }

    private static void isWell() throws Exception {
        Deployments.assertToldOnce(system.events());
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String path : new String[] {"/livez", "/readyz"}) {
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(system.http() + path)).build();
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()))
                                .satisfies(answer -> assertThat(answer.statusCode())
                                        .as(answer.body())
                                        .isEqualTo(200)));
            }
        }
    }
}
