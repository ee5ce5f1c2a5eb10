package io.keelstream.e2e.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.suite.RealCluster;
import io.keelstream.e2e.system.Stage;
import io.keelstream.e2e.system.Verb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A VirtualService whose definition is Istio's own, written by accounts that may do what {@code deploy/kubernetes} lets them. No
 * metrics source is there: a person decides how a canary release ends.
 */
@RealCluster
class MeshCanaryTests {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @Test
    void virtualServiceIsAsGitHasItAfterAnAbortAndAfterAPromotion() throws Exception {
        Optional<String> why = RealControlPlane.whyNotAtOnce("istio-definitions");
        Assumptions.assumeTrue(
                why.isEmpty() || System.getenv("CI") != null,
                () -> "Canary releases with the kinds of Istio are not tested: " + why.orElseThrow());
        try (Stage stage = Stage.in(folder, RealControlPlane.start("--istio"))) {
            // Given
            write(stage);
            String first = push(stage, "1.0.0");
            stage.up();
            assertThat(end(stage, first).outcome()).isEqualTo(Outcome.HEALTHY);
            Map<String, @Nullable Object> before = storefront(stage).routeSpec();

            // When
            String second = push(stage, "1.1.0");
            awaitShare(stage);
            Map<String, Long> shifted = storefront(stage).weights();
            verb(stage, "abort", Storefront.TARGET);

            // Then
            assertThat(end(stage, second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(shifted)
                    .isEqualTo(Map.of("storefront", 60L, "storefront-canary", 20L, "storefront-baseline", 20L));
            assertThat(storefront(stage).routeSpec()).isEqualTo(before);
            assertThat(storefront(stage).clean()).isTrue();

            // When
            String third = push(stage, "1.2.0");
            awaitShare(stage);
            verb(stage, "promote", Storefront.TARGET, "--full");

            // Then
            assertThat(end(stage, third).outcome()).isEqualTo(Outcome.HEALTHY);
            assertThat(storefront(stage).image()).endsWith(":1.2.0");
            assertThat(storefront(stage).routeSpec()).isEqualTo(before);
            assertThat(storefront(stage).clean()).isTrue();
        }
    }

    private static void write(Stage stage) throws Exception {
        stage.live().create("{apiVersion: v1, kind: Namespace, metadata: {name: storefront}}", "platform");
        String application = Storefront.resource("keelstream.yaml").replace("gateway-api", "istio");
        stage.repository()
                .write(
                        "apps/storefront/keelstream.yaml",
                        application.substring(0, application.indexOf("    analysis:")))
                .write("apps/storefront/service.yaml", Storefront.resource("service.yaml"))
                .write("apps/storefront/virtual-service.yaml", Storefront.resource("virtual-service.yaml"));
    }

    private static String push(Stage stage, String tag) throws Exception {
        String deployment = Storefront.resource("deployment.yaml").replace(":1.0.0", ":" + tag);
        return stage.repository()
                .write("apps/storefront/deployment.yaml", deployment)
                .push("Release storefront " + tag);
    }

    private static Storefront storefront(Stage stage) {
        return new Storefront(stage.live(), stage.system(), Storefront.VIRTUAL_SERVICE);
    }

    private static void awaitShare(Stage stage) {
        Awaitility.await("traffic on the canary")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> storefront(stage).share() > 0);
    }

    private static DeploymentFinished end(Stage stage, String commit) {
        return Awaitility.await("the end of " + commit)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> storefront(stage).ended(commit), ended -> ended != null);
    }

    private static void verb(Stage stage, String... arguments) {
        Verb verb = Verb.run(Stream.concat(
                        Arrays.stream(arguments),
                        Stream.of("--kafka", stage.system().kafka().bootstrapServers()))
                .toArray(String[]::new));
        assertThat(verb.exit()).as(verb.error()).isZero();
    }
}
