package io.keelstream.e2e.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentProgressed;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.cluster.Subresources;
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
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Health as releases wait for it, against whichever cluster the build was given. One system for all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EachCluster
class HealthTests {

    private static final Duration LIMIT = Duration.ofMinutes(1);

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
              health:
                - {group: e2e.example.com, kind: Queue, healthy: "object.status.depth < 3", degraded: "object.status.depth > 99"}
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
    void correctedStatefulSetGetsPastThePodThatItsOlderRevisionBroke() throws Exception {
        // Given
        repository
                .write("store/keelstream.yaml", Manifests.application("store"))
                .write("store/store.yaml", statefulSet("store:1", ""));
        Deployments.await(system, "production/store", repository.push("Store 1"), Outcome.HEALTHY);
        String broken = repository
                .write("store/store.yaml", statefulSet("store:broken", "keelstream.io/pretend: image-pull-error"))
                .push("Store broken");
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> String.valueOf(live("Pod/store/store-1").status().get("containerStatuses"))
                        .contains("ImagePullBackOff"));

        // When
        String corrected =
                repository.write("store/store.yaml", statefulSet("store:3", "")).push("Store corrected");

        // Then
        Deployments.await(system, "production/store", broken, Outcome.SUPERSEDED);
        Deployments.await(system, "production/store", corrected, Outcome.HEALTHY);
        assertThat(system.events())
                .anyMatch(event -> event.received().payload() instanceof DeploymentProgressed progressed
                        && progressed.message().startsWith("deleted pod store-1"));
    }

    @Test
    void claimThatWaitsForItsConsumerDoesNotHoldItsRelease() throws Exception {
        // Given
        repository
                .write("claim/keelstream.yaml", Manifests.application("claim"))
                .write("claim/claim.yaml", """
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: late}
            provisioner: e2e.example.com/none
            volumeBindingMode: WaitForFirstConsumer
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data}
            spec:
              storageClassName: late
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: 1Gi}}
            """);

        // When
        String commit = repository.push("A claim");

        // Then
        Deployments.await(system, "production/claim", commit, Outcome.HEALTHY);
        assertThat(live("PersistentVolumeClaim/claim/data").status()).containsEntry("phase", "Pending");
    }

    @Test
    void ingressNeedsAnAddressOnlyWhereThePolicySaysSo() throws Exception {
        // Given
        String ingress = """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: web}
            spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
            """;
        repository
                .write("open/keelstream.yaml", Manifests.application("open"))
                .write("open/ingress.yaml", ingress)
                .write(
                        "strict/keelstream.yaml",
                        Manifests.application("strict", "ingress: {requireAddress: true}", "timeout: 3s"))
                .write("strict/ingress.yaml", ingress);

        // When
        String commit = repository.push("Two ingresses");

        // Then
        Deployments.await(system, "production/open", commit, Outcome.HEALTHY);
        DeploymentFinished failed = Deployments.await(system, "production/strict", commit, Outcome.FAILED);
        assertThat(failed.problems()).hasSize(1).first().asString().contains("Ingress.networking.k8s.io/strict/web");
    }

    @Test
    void customResourceIsWaitedForAsItsDefinitionAndTheInstallationSay() throws Exception {
        // Given
        repository
                .write("custom/keelstream.yaml", Manifests.application("custom"))
                .write(
                        "custom/definitions.yaml",
                        definition("Queue", "queues") + "---\n" + definition("Robot", "robots"))
                .write("custom/objects.yaml", """
                    apiVersion: e2e.example.com/v1
                    kind: Queue
                    metadata: {name: mail}
                    ---
                    apiVersion: e2e.example.com/v1
                    kind: Robot
                    metadata: {name: arm}
                    """);
        String commit = repository.push("Two custom resources");
        await().atMost(LIMIT).until(() -> exists("Robot.e2e.example.com/custom/arm"));

        // When
        report("queues/mail", Map.of("depth", 50));
        report("robots/arm", Map.of("conditions", List.of(ready())));

        // Then
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .until(() -> Deployments.finished(system, "production/custom").isEmpty());
        report("queues/mail", Map.of("depth", 2));
        Deployments.await(system, "production/custom", commit, Outcome.HEALTHY);
    }

    @Test
    void objectOfAWidespreadApiIsWaitedForAsTheLibrarySays() throws Exception {
        // Given
        repository
                .write("sealed/keelstream.yaml", Manifests.application("sealed"))
                .write("sealed/definition.yaml", definition("bitnami.com", "SealedSecret", "sealedsecrets"))
                .write(
                        "sealed/password.yaml",
                        "{apiVersion: bitnami.com/v1, kind: SealedSecret, metadata: {name: db}, spec: {}}");
        String commit = repository.push("A sealed secret");
        await().atMost(LIMIT).until(() -> exists("SealedSecret.bitnami.com/sealed/db"));
        String sealed = "bitnami.com/v1/namespaces/sealed/sealedsecrets/db";

        // When
        merge(sealed, Map.of("conditions", List.of(Map.of("type", "Synced", "status", "False", "message", "no key"))));

        // Then
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .until(() -> Deployments.finished(system, "production/sealed").isEmpty());
        merge(sealed, Map.of("conditions", List.of(Map.of("type", "Synced", "status", "True"))));
        Deployments.await(system, "production/sealed", commit, Outcome.HEALTHY);
    }

    private static String statefulSet(String image, String podAnnotation) {
        return """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: store}
            spec:
              replicas: 2
              serviceName: store
              selector: {matchLabels: {app: store}}
              template:
                metadata: {labels: {app: store}, annotations: {%s}}
                spec: {containers: [{name: store, image: "%s"}]}
            """.formatted(podAnnotation, image);
    }

    private static String definition(String kind, String plural) {
        return definition("e2e.example.com", kind, plural);
    }

    private static String definition(String group, String kind, String plural) {
        return """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %2$s.%4$s}
            spec:
              group: %4$s
              scope: Namespaced
              names: {kind: %1$s, listKind: %1$sList, plural: %2$s, singular: %3$s}
              versions:
                - name: v1
                  served: true
                  storage: true
                  subresources: {status: {}}
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """.formatted(kind, plural, plural.substring(0, plural.length() - 1), group);
    }

    private static Map<String, Object> ready() {
        return Map.of("type", "Ready", "status", "True", "reason", "Works");
    }

    private void report(String object, Map<String, Object> status) throws Exception {
        merge("e2e.example.com/v1/namespaces/custom/" + object, status);
    }

    private void merge(String object, Map<String, Object> status) throws Exception {
        Subresources.of(cluster.kubeconfig())
                .merge("/apis/" + object + "/status", "controller", Map.of("status", status));
    }

    private Manifest live(String reference) {
        return client.get(ObjectReference.parse(reference)).orThrow();
    }

    private boolean exists(String reference) {
        return client.get(ObjectReference.parse(reference)) instanceof ApiResult.Ok<Manifest>;
    }
}
