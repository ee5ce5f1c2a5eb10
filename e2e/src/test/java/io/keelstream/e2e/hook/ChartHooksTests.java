package io.keelstream.e2e.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.deploy.DeployFolder;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.RunningKeelstream;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.client.ResourceType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Charts with hooks as people have them, installed and upgraded: a service with a test (as podinfo's chart), one that is migrated first by
 * a Job that needs an account and a file (as of many databases), and a controller whose webhook gets its certificate from Jobs with
 * rights of their own (as ingress-nginx's). Against whichever cluster the build was given.
 */
@EachCluster
class ChartHooksTests {

    private static final Path CHARTS = DeployFolder.root().resolve("e2e/src/test/resources/io/keelstream/e2e/hook");

    @TempDir
    private Path folder;

    @Test
    void chartsWithHooksAreInstalledAndUpgraded() throws Exception {
        RealControlPlane.whyNotAtOnce("helm").ifPresent(reason -> {
            System.out.println("Charts with hooks are not tested: " + reason);
            Assumptions.abort(reason);
        });
        try (TestCluster cluster = TestCluster.start();
                InfraRepository repository = InfraRepository.create(folder);
                ClusterClient client =
                        Clusters.open(ClusterSettings.of("default", cluster.kubeconfig()), new SimpleMeterRegistry())) {
            // Given
            List<String> charts = List.of("web", "database", "admission");
            for (String chart : charts) {
                copy(chart, repository);
            }
            String first = repository.push("Install");
            Path installation = Files.writeString(folder.resolve("installation.yaml"), """
                keelstream:
                  installation: local
                  repositories: [{name: infra, url: "%s", ref: main}]
                  clusters: [{name: default, kubeconfig: "%s"}]
                  renderers: {helm: {path: "%s"}}
                """.formatted(
                            repository.url(), cluster.kubeconfig(), RealControlPlane.program("helm")));
            try (RunningKeelstream system =
                    RunningKeelstream.up(folder.resolve("state"), List.of("--config", installation.toString()))) {
                // When
                for (String chart : charts) {
                    Deployments.await(system, "production/" + chart, first, Outcome.HEALTHY);
                }
                // Then
                Map<String, String> installed = jobs(client, "database");
                Map<String, String> certified = jobs(client, "admission");
                assertThat(installed).containsOnlyKeys("database-migrate", "database-seed");
                assertThat(certified).containsOnlyKeys("admission-create", "admission-patch");
                assertThat(names(client, "batch/v1", "Job", "web")).isEmpty();
                assertThat(names(client, "v1", "Pod", "web")).noneMatch(each -> each.contains("answers"));
                onlyWhatIsKeptIsThere(client);
                assertThat(system.verb("status", "production/web")).contains("web-answers");

                // When
                repository.write("web/values-production.yaml", "colour: \"#ffffff\"\n");
                repository.write("database/values-production.yaml", "image: service:2\n");
                repository.write("admission/values-production.yaml", "image: controller:2\n");
                String second = repository.push("Upgrade");
                for (String chart : charts) {
                    Deployments.await(system, "production/" + chart, second, Outcome.HEALTHY);
                }
                // Then
                Map<String, String> upgraded = jobs(client, "database");
                assertThat(upgraded).containsOnlyKeys("database-migrate", "database-seed");
                assertThat(upgraded.get("database-migrate")).isNotEqualTo(installed.get("database-migrate"));
                assertThat(upgraded.get("database-seed")).isEqualTo(installed.get("database-seed"));
                assertThat(jobs(client, "admission"))
                        .containsOnlyKeys("admission-create", "admission-patch")
                        .doesNotContainValue(certified.get("admission-create"))
                        .doesNotContainValue(certified.get("admission-patch"));
                onlyWhatIsKeptIsThere(client);
            }
        }
    }

    /** What hooks needed is gone where its policy says so. */
    private static void onlyWhatIsKeptIsThere(ClusterClient client) {
        assertThat(names(client, "v1", "ServiceAccount", "admission")).doesNotContain("admission-certificate");
        assertThat(names(client, "rbac.authorization.k8s.io/v1", "ClusterRole", ""))
                .doesNotContain("admission-admission-certificate");
        assertThat(names(client, "v1", "ConfigMap", "database")).doesNotContain("database-schema");
    }

    /** The uids of the Jobs of a namespace, by the name that the chart gave them. */
    private static Map<String, String> jobs(ClusterClient client, String namespace) {
        ResourceType type = client.discovery().find("batch/v1", "Job").orThrow();
        Map<String, String> jobs = new TreeMap<>();
        client.list(type, namespace, "keelstream.io/hook")
                .orThrow()
                .forEach(job -> jobs.put(job.name().substring(0, job.name().lastIndexOf('-')), job.uid()));
        return jobs;
    }

    private static List<String> names(ClusterClient client, String version, String kind, String namespace) {
        ResourceType type = client.discovery().find(version, kind).orThrow();
        return client.list(type, namespace, "").orThrow().stream()
                .map(each -> each.name())
                .toList();
    }

    /** The chart as an application of the repository. */
    private static void copy(String chart, InfraRepository repository) throws IOException {
        repository.write(chart + "/keelstream.yaml", """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: %s}
            spec:
              targets: [{name: production, path: .}]
            """.formatted(chart));
        try (Stream<Path> files = Files.walk(CHARTS.resolve(chart))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                repository.write(CHARTS.relativize(file).toString(), Files.readString(file));
            }
        }
    }
}
