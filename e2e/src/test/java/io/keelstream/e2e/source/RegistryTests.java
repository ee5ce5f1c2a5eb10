package io.keelstream.e2e.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.RunningKeelstream;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.client.ResourceType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chart that helm pushed into the registry of the distribution project, from the commit that names it to the cluster. */
@AnyCluster
class RegistryTests {

    private static final String TARGET = "production/shop";
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @Test
    void chartIsDeployedAndItsMovedVersionIsReportedAndNotFollowed() throws Exception {
        Optional<String> why = RealControlPlane.whyNotAtOnce("registry");
        why.ifPresent(reason -> {
            System.out.println("Charts of a registry are not tested: " + reason);
            Assumptions.abort(reason);
        });
        try (ChartRegistry registry = ChartRegistry.start(folder.resolve("registry"));
                TestCluster cluster = TestCluster.start();
                InfraRepository repository = InfraRepository.create(folder);
                ClusterClient client =
                        Clusters.open(ClusterSettings.of("default", cluster.kubeconfig()), new SimpleMeterRegistry())) {
            // Given
            String first = registry.push("shop", "1.0.0", "red");
            repository
                    .write("shop/keelstream.yaml", application(registry, "version: 1.0.0"))
                    .write("shop/values.yaml", "size: large\n");
            String commit = repository.push("A chart of the registry");
            Path installation = Files.writeString(folder.resolve("installation.yaml"), """
                keelstream:
                  installation: local
                  repositories: [{name: infra, url: "%s", ref: main}]
                  clusters: [{name: default, kubeconfig: "%s"}]
                  renderers:
                    helm: {path: "%s"}
                    sources:
                      check: 1s
                      hosts:
                        - {name: "%s", user: %s, password: %s, addresses: [127.0.0.1], plain: true}
                """.formatted(
                            repository.url(),
                            cluster.access(),
                            RealControlPlane.program("helm"),
                            registry.host(),
                            ChartRegistry.USER,
                            ChartRegistry.PASSWORD));

            // Then
            try (RunningKeelstream system =
                    RunningKeelstream.up(folder.resolve("state"), List.of("--config", installation.toString()))) {
                Deployments.await(system, TARGET, commit, Outcome.HEALTHY);
                assertThat(settings(client)).isEqualTo(Map.of("colour", "red", "size", "large"));

                String second = registry.push("shop", "1.0.0", "blue");
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(system.verb("status")).contains("SourceMoved", first, second));
                repository.write("shop/values.yaml", "size: huge\n");
                Deployments.await(system, TARGET, repository.push("More"), Outcome.HEALTHY);
                assertThat(settings(client)).isEqualTo(Map.of("colour", "red", "size", "huge"));

                repository.write(
                        "shop/keelstream.yaml", application(registry, "version: 1.0.0, digest: '" + second + "'"));
                Deployments.await(system, TARGET, repository.push("Take the new one"), Outcome.HEALTHY);
                assertThat(settings(client)).isEqualTo(Map.of("colour", "blue", "size", "huge"));
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(system.verb("status")).doesNotContain("SourceMoved"));
                assertThat(system.printed()).doesNotContain(ChartRegistry.PASSWORD);
            }
        }
    }

    private static Object settings(ClusterClient client) {
        ResourceType type = client.discovery().find("v1", "ConfigMap").orThrow();
        return client.get(type, "shop", "settings").orThrow().at("data");
    }

    private static String application(ChartRegistry registry, String fields) {
        return """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: shop}
            spec: {targets: [{name: production, chart: {oci: 'oci://%s/charts/shop', %s}}]}
            """.formatted(registry.host(), fields);
    }
}
