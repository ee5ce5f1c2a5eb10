package io.keelstream.e2e.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.deployment.ChangeSummary.ImageChange;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.RunningKeelstream;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything from a push on, against whichever cluster the build was given. */
class PushTests {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private TestCluster cluster;
    private ClusterClient client;
    private InfraRepository repository;

    @BeforeEach
    void start() throws Exception {
        cluster = TestCluster.start();
        client = Clusters.open(ClusterSettings.of("default", cluster.kubeconfig()), new SimpleMeterRegistry());
        repository = InfraRepository.create(folder);
    }

    @AfterEach
    void stop() {
        repository.close();
        client.close();
        cluster.close();
    }

    @Test
    void aPushBecomesHealthyObjectsAndOneStoryPerDeployment() throws Exception {
        // Given
        repository
                .write("shop/keelstream.yaml", Manifests.application("shop"))
                .write("shop/deployment.yaml", Manifests.deployment("shop", "shop:1"))
                .write("shop/settings.yaml", Manifests.configMap("settings", "a"));
        String first = repository.push("Start");
        try (RunningKeelstream system = up()) {
            Deployments.await(system, "production/shop", first, Outcome.HEALTHY);

            // When
            String second = repository
                    .write("shop/deployment.yaml", Manifests.deployment("shop", "shop:2"))
                    .push("Release 2");
            DeploymentFinished finished = Deployments.await(system, "production/shop", second, Outcome.HEALTHY);

            // Then
            assertThat(live("Deployment.apps/shop/shop").at("spec", "template", "spec", "containers"))
                    .asString()
                    .contains("shop:2");
            assertThat(finished.changes().updated()).isEqualTo(1);
            assertThat(finished.changes().unchanged()).isEqualTo(1);
            assertThat(finished.changes().images())
                    .containsExactly(new ImageChange("Deployment.apps/shop/shop", "app", "shop:1", "shop:2"));
            Deployments.assertToldOnce(system.events());
        }
    }

    @Test
    void aDefinitionAndItsResourceInOneCommitSucceedAtTheFirstTry() throws Exception {
        // Given
        repository
                .write("data/keelstream.yaml", Manifests.application("data"))
                .write("data/definition.yaml", """
                    apiVersion: apiextensions.k8s.io/v1
                    kind: CustomResourceDefinition
                    metadata: {name: databases.e2e.example.com}
                    spec:
                      group: e2e.example.com
                      scope: Namespaced
                      names: {kind: Database, listKind: DatabaseList, plural: databases, singular: database}
                      versions:
                        - name: v1
                          served: true
                          storage: true
                          schema:
                            openAPIV3Schema:
                              type: object
                              properties:
                                spec: {type: object, properties: {size: {type: integer}}}
                    """)
                .write(
                        "data/orders.yaml",
                        "apiVersion: e2e.example.com/v1\nkind: Database\nmetadata: {name: orders}\nspec: {size: 3}\n")
                .write("data/namespace.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: extra}\n")
                .write(
                        "data/inside.yaml",
                        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: inside, namespace: extra}\ndata: {a: b}\n");
        String commit = repository.push("Start");

        // When
        try (RunningKeelstream system = up()) {
            Deployments.await(system, "production/data", commit, Outcome.HEALTHY);

            // Then
            assertThat(Deployments.finished(system, "production/data")).hasSize(1);
            assertThat(live("Database.e2e.example.com/data/orders").at("spec", "size"))
                    .isEqualTo(3L);
        }
    }

    @Test
    void aGoodCommitOvertakesOneThatNeverBecomesHealthy() throws Exception {
        // Given
        repository
                .write("shop/keelstream.yaml", Manifests.application("shop"))
                .write("shop/deployment.yaml", Manifests.deployment("shop", "shop:1"));
        String first = repository.push("Start");
        try (RunningKeelstream system = up()) {
            Deployments.await(system, "production/shop", first, Outcome.HEALTHY);
            String broken = repository
                    .write(
                            "shop/deployment.yaml",
                            Manifests.deployment("shop", "shop:broken", "keelstream.io/pretend: stuck"))
                    .push("Break it");
            awaitImage("shop:broken");

            // When
            String good = repository
                    .write("shop/deployment.yaml", Manifests.deployment("shop", "shop:3"))
                    .push("Mend it");

            // Then
            Deployments.await(system, "production/shop", broken, Outcome.SUPERSEDED);
            Deployments.await(system, "production/shop", good, Outcome.HEALTHY);
            Deployments.assertToldOnce(system.events());
        }
    }

    @Test
    void whatLeavesGitIsDeletedAndWhatIsConfirmedWaits() throws Exception {
        // Given
        repository
                .write("gone/keelstream.yaml", Manifests.application("gone", "onRemoval: prune"))
                .write("gone/a.yaml", Manifests.configMap("a", "1"))
                .write("kept/keelstream.yaml", Manifests.application("kept", "onRemoval: confirm"))
                .write("kept/a.yaml", Manifests.configMap("a", "1"))
                .write("kept/b.yaml", Manifests.configMap("b", "1"));
        String first = repository.push("Start");
        try (RunningKeelstream system = up()) {
            Deployments.await(system, "production/gone", first, Outcome.HEALTHY);
            Deployments.await(system, "production/kept", first, Outcome.HEALTHY);

            // When
            String second = repository.remove("kept/b.yaml").push("Drop one object");
            Deployments.await(system, "production/kept", second, Outcome.HEALTHY);
            String third = repository.remove("gone").remove("kept").push("Drop both applications");
            Deployments.await(system, "production/gone", third, Outcome.REMOVED);

            // Then
            assertThat(exists("ConfigMap/gone/a")).isFalse();
            assertThat(exists("ConfigMap/kept/b")).isFalse();
            assertThat(exists("ConfigMap/kept/a")).isTrue();
        }
    }

    @Test
    void aRestartWritesNothingAndTellsNothing() throws Exception {
        // Given
        repository
                .write("shop/keelstream.yaml", Manifests.application("shop"))
                .write("shop/deployment.yaml", Manifests.deployment("shop", "shop:1"));
        String commit = repository.push("Start");
        int told;
        try (RunningKeelstream system = up()) {
            Deployments.await(system, "production/shop", commit, Outcome.HEALTHY);
            told = system.events().size();
        }
        Map<String, Long> before = writes();

        // When
        try (RunningKeelstream system = up()) {
            // Then
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(writes()).isEqualTo(before));
            assertThat(system.events()).hasSize(told);
        }
    }

    @Test
    void killedInTheMiddleItConvergesAndTellsEachDeploymentOnce() throws Exception {
        // Given
        repository.write("many/keelstream.yaml", Manifests.application("many"));
        for (int i = 0; i < 200; i++) {
            repository.write("many/object-" + i + ".yaml", Manifests.configMap("object-" + i, "1"));
        }
        String commit = repository.push("Start with 200 objects");
        try (RunningKeelstream system = up()) {
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> count() > 20);

            // When
            system.kill();
        }

        // Then
        try (RunningKeelstream system = up()) {
            Deployments.await(system, "production/many", commit, Outcome.HEALTHY);
            assertThat(count()).isEqualTo(200);
            Deployments.assertToldOnce(system.events());
        }
    }

    private RunningKeelstream up() throws Exception {
        return RunningKeelstream.up(folder.resolve("state"), repository.url(), cluster.kubeconfig());
    }

    private Manifest live(String reference) {
        return client.get(ObjectReference.parse(reference)).orThrow();
    }

    private boolean exists(String reference) {
        return client.get(ObjectReference.parse(reference)) instanceof ApiResult.Ok<Manifest>;
    }

    private void awaitImage(String image) {
        await().atMost(LIMIT)
                .until(() -> String.valueOf(
                                live("Deployment.apps/shop/shop").at("spec", "template", "spec", "containers"))
                        .contains(image));
    }

    private int count() {
        return client.discovery()
                .find("v1", "ConfigMap")
                .map(type -> client.list(type, "many", "keelstream.io/shard")
                        .orThrow()
                        .size())
                .orThrow();
    }

    /** Requests that may have changed something, by the server's own counters. */
    private Map<String, Long> writes() {
        Map<String, Long> writes = new TreeMap<>(cluster.requestCounts());
        writes.keySet()
                .removeIf(request -> request.startsWith("get ")
                        || request.startsWith("list ")
                        || request.startsWith("watch ")
                        || request.endsWith("dry-run"));
        return writes;
    }
}
