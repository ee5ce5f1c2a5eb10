package io.keelstream.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.drift.DriftDetected;
import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.Stage;
import io.keelstream.kubernetes.object.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keelstream deploys its own chart from a Git repository: topics first, then the services; then another version of them. */
@EachCluster
class OwnDeploymentTests {

    private static final String TARGET = "production/keelstream";
    private static final List<String> SERVICES =
            List.of("git-watcher", "planner", "applier", "drift-detector", "canary-analyzer");

    @TempDir
    static Path folder;

    static Chart chart;
    static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        Chart.assumeHelm();
        chart = new Chart();
        stage = Stage.in(folder);
        stage.options(List.of("--config", installation().toString()));
        DeployFolder.writeChart(stage.repository());
        // no class of volumes is known here, nor are the operators' kinds
        String values = Files.readString(DeployFolder.chart().resolve("ci/everything-values.yaml"))
                .replace("storageClass: fast", "storageClass: \"\"")
                .replace("serviceMonitor: {enabled: true", "serviceMonitor: {enabled: false")
                .replace("prometheusRule: {enabled: true", "prometheusRule: {enabled: false");
        stage.repository().write("keelstream/values-production.yaml", values);
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void itsOwnServicesAreDeployedAndUpgraded() throws Exception {
        // Given
        String first = push("1.2.3");
        stage.up().awaitSettled(TARGET, first);
        assertThat(stage.live().exists(job("1.2.3"))).isTrue();
        assertThat(stage.live().get("Namespace//keelstream").label("pod-security.kubernetes.io/enforce"))
                .isEqualTo("restricted");
        assertThat(
                        stage.live()
                                .exists(
                                        "ValidatingAdmissionPolicy.admissionregistration.k8s.io//keelstream-planner-writes-nothing"))
                .isTrue();
        SERVICES.forEach(service -> assertThat(image(service)).endsWith("/" + service + ":1.2.3"));

        // When
        String second = push("1.2.4");
        stage.awaitSettled(TARGET, second);

        // Then
        SERVICES.forEach(service -> assertThat(image(service)).endsWith("/" + service + ":1.2.4"));
        assertThat(stage.live().exists(job("1.2.4"))).isTrue();
        assertThat(stage.live().exists(job("1.2.3"))).isFalse();
        assertThat(Deployments.finished(stage.system(), TARGET))
                .extracting(end -> end.outcome())
                .containsExactly(Outcome.HEALTHY, Outcome.HEALTHY);
        assertThat(stage.system().events()).noneMatch(event -> event.received().payload() instanceof DriftDetected);
    }

    private static String push(String version) throws Exception {
        String application = """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: keelstream}
            spec:
              targets:
                - {name: production, cluster: default, namespace: keelstream, renderer: helm, parameters: {image.tag: "%s"}}
            """.formatted(version);
        return stage.repository()
                .write("keelstream/keelstream.yaml", application)
                .push("Keelstream " + version);
    }

    /** As an administrator, since the accounts are part of what it deploys. */
    private static Path installation() throws IOException {
        return Files.writeString(folder.resolve("installation.yaml"), """
                keelstream:
                  installation: acme
                  repositories: [{name: infra, url: "%s", ref: main}]
                  clusters: [{name: default, kubeconfig: "%s"}]
                  renderers: {helm: {path: "%s"}}
                """.formatted(
                        stage.repository().url(), stage.cluster().kubeconfig(), RealControlPlane.program("helm")));
    }

    private static String image(String service) {
        Manifest deployment = stage.live().get("Deployment.apps/keelstream/" + service);
        List<?> containers = Manifest.list(deployment.at("spec", "template", "spec", "containers"));
        return String.valueOf(Manifest.map(containers.getFirst()).get("image"));
    }

    /** The Job that makes topics for a version. */
    private static String job(String version) throws Exception {
        String name = chart.objects("everything", "--set=image.tag=" + version).stream()
                .filter(object -> object.kind().equals("Job"))
                .map(Manifest::name)
                .findFirst()
                .orElseThrow();
        return "Job.batch/keelstream/" + name;
    }
}
