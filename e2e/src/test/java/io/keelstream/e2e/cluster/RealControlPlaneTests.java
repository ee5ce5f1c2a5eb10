package io.keelstream.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.e2e.suite.RealCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The control plane that tests start: nodes that run pods, and an API that goes away and comes back with its objects. */
@RealCluster
class RealControlPlaneTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void deploymentBecomesReadyAndTheApiComesBackWithIt() {
        try (RealControlPlane cluster = RealControlPlane.start("--nodes", "1")) {
            // Given
            kubectl(cluster, "create", "deployment", "checkout", "--image=checkout:1", "--replicas=2");
            kubectl(cluster, "wait", "--for=condition=Available", "deployment/checkout", "--timeout=30s");
            assertThat(cluster.name()).isEqualTo("kube-apiserver");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(cluster.requestCounts())
                            .containsEntry("create apps/deployments", 1L)
                            .doesNotContainKeys("create pods", "create apps/replicasets"));

            // When
            cluster.stopApi();
            assertThat(answers(cluster)).isFalse();
            cluster.startApi();

            // Then
            assertThat(answers(cluster)).isTrue();
            kubectl(cluster, "scale", "deployment/checkout", "--replicas=3");
            kubectl(cluster, "rollout", "status", "deployment/checkout", "--timeout=30s");
            assertThat(cluster.requestCounts()).containsEntry("create apps/deployments", 1L);
        }
    }

    private static boolean answers(RealControlPlane cluster) {
        return new Kubectl(cluster.kubeconfig())
                        .run("", "get", "--raw", "/readyz")
                        .code()
                == 0;
    }

    private static void kubectl(RealControlPlane cluster, String... arguments) {
        new Kubectl(cluster.kubeconfig()).demand(arguments);
    }
}
