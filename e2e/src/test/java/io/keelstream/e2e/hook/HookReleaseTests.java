package io.keelstream.e2e.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.RunningKeelstream;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.object.Manifest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Hooks of Helm, Argo CD and Keelstream, against whichever cluster the build was given. One system for all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EachCluster
class HookReleaseTests {

    @TempDir
    static Path folder;

    private TestCluster cluster;
    private ClusterClient client;
    private InfraRepository repository;
    private RunningKeelstream system;

    @BeforeAll
    void start() throws Exception {
        cluster = TestCluster.start();
        client = Clusters.open(ClusterSettings.of("default", cluster.kubeconfig()), new SimpleMeterRegistry());
        repository = InfraRepository.create(folder);
        repository.write("README.md", "Applications of the tests.\n").push("Start");
        Path installation = Files.writeString(
                folder.resolve("installation.yaml"), """
            keelstream:
              installation: local
              repositories: [{name: infra, url: "%s", ref: main}]
              clusters: [{name: default, kubeconfig: "%s"}]
            """.formatted(repository.url(), cluster.access()));
        system = RunningKeelstream.up(folder.resolve("state"), List.of("--config", installation.toString()));
    }

    @AfterAll
    void stop() {
        system.close();
        repository.close();
        client.close();
        cluster.close();
    }

    @Test
    void installHooksRunInTheFirstReleaseAndUpgradeHooksInTheNext() throws Exception {
        // Given
        repository
                .write("shop/keelstream.yaml", Manifests.application("shop"))
                .write("shop/settings.yaml", settings("red"))
                .write("shop/install.yaml", job("install", "helm.sh/hook: pre-install", "run"))
                .write("shop/upgrade.yaml", job("upgrade", "helm.sh/hook: pre-upgrade", "run"))
                .write("shop/seed.yaml", job("seed", "argocd.argoproj.io/hook: Sync", "run"))
                .write("shop/smoke.yaml", job("smoke", "argocd.argoproj.io/hook: PostSync", "run"));

        // When
        Deployments.await(system, "production/shop", repository.push("First"), Outcome.HEALTHY);
        List<String> first = hooks("shop");
        repository.write("shop/settings.yaml", settings("blue"));
        Deployments.await(system, "production/shop", repository.push("Second"), Outcome.HEALTHY);

        // Then
        assertThat(first).containsExactlyInAnyOrder("install", "seed", "smoke");
        assertThat(hooks("shop")).containsExactlyInAnyOrder("install", "upgrade", "seed", "smoke");
    }

    @Test
    void releaseThatAMigrationFailsAppliesNothingUntilGitChanges() throws Exception {
        // Given
        repository
                .write("bank/keelstream.yaml", Manifests.application("bank"))
                .write("bank/settings.yaml", settings("red"));
        Deployments.await(system, "production/bank", repository.push("First"), Outcome.HEALTHY);

        // When
        repository
                .write("bank/settings.yaml", settings("blue"))
                .write("bank/migrate.yaml", job("migrate", "keelstream.io/hook: pre-apply", "fail"));
        DeploymentFinished failed =
                Deployments.await(system, "production/bank", repository.push("Broken migration"), Outcome.FAILED);

        // Then
        assertThat(failed.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("HookFailed");
            assertThat(problem.where()).isEqualTo("Job.batch/bank/migrate");
        });
        assertThat(colour("bank")).isEqualTo("red");
        repository.write("bank/migrate.yaml", job("migrate", "keelstream.io/hook: pre-apply", "run"));
        Deployments.await(system, "production/bank", repository.push("Repaired migration"), Outcome.HEALTHY);
        assertThat(colour("bank")).isEqualTo("blue");
        assertThat(hooks("bank")).containsExactly("migrate");
    }

    @Test
    void accountOfAChartIsThereForItsHookAndARemovalRunsItsDeleteHook() throws Exception {
        // Given
        repository
                .write("mail/keelstream.yaml", Manifests.application("mail", "onRemoval: prune"))
                .write("mail/settings.yaml", settings("red"))
                .write("mail/account.yaml", """
                    apiVersion: v1
                    kind: ServiceAccount
                    metadata:
                      name: migrator
                      annotations:
                        helm.sh/hook: pre-install,pre-upgrade
                        helm.sh/hook-weight: "-5"
                        helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
                    """)
                .write(
                        "mail/migrate.yaml",
                        job("migrate", "helm.sh/hook: pre-install,pre-upgrade", "run")
                                .replace("restartPolicy:", "serviceAccountName: migrator, restartPolicy:"))
                .write("mail/backup.yaml", job("backup", "helm.sh/hook: pre-delete", "run"));
        Deployments.await(system, "production/mail", repository.push("First"), Outcome.HEALTHY);
        assertThat(hooks("mail")).containsExactly("migrate");
        ResourceType accounts = client.discovery().find("v1", "ServiceAccount").orThrow();
        assertThat(client.list(accounts, "mail", "keelstream.io/hook").orThrow())
                .isEmpty();

        // When
        for (String file : List.of("keelstream", "settings", "account", "migrate", "backup")) {
            repository.remove("mail/" + file + ".yaml");
        }
        Deployments.await(system, "production/mail", repository.push("Away"), Outcome.REMOVED);

        // Then
        assertThat(hooks("mail")).containsExactlyInAnyOrder("migrate", "backup");
        ResourceType type = client.discovery().find("v1", "ConfigMap").orThrow();
        assertThat(client.get(type, "mail", "settings")).isInstanceOf(ApiResult.Failed.class);
    }

    private List<String> hooks(String namespace) {
        ResourceType type = client.discovery().find("batch/v1", "Job").orThrow();
        return client.list(type, namespace, "keelstream.io/hook").orThrow().stream()
                .map(job -> job.name().substring(0, job.name().lastIndexOf('-')))
                .toList();
    }

    private Object colour(String namespace) {
        ResourceType type = client.discovery().find("v1", "ConfigMap").orThrow();
        Manifest found = client.get(type, namespace, "settings").orThrow();
        return found.at("data", "colour");
    }

    private static String settings(String colour) {
        return """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {colour: %s}
            """.formatted(colour);
    }

    private static String job(String name, String hook, String pretend) {
        return """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: %1$s
              annotations:
                %2$s
            spec:
              backoffLimit: 0
              template:
                metadata: {annotations: {keelstream.io/pretend: %3$s}}
                spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}
            """.formatted(name, hook, pretend);
    }
}
