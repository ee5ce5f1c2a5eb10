package io.keelstream.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.sandbox.Sandbox;
import io.keelstream.sandbox.SandboxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterVersionsTests {

    @TempDir
    Path folder;

    @Test
    void clusterIsAskedAndItsVersionIsRememberedWhileItIsAway() throws Exception {
        Path kubeconfig = folder.resolve("kubeconfig");
        Path file = folder.resolve("cluster-versions.json");
        String version;
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
            sandbox.writeKubeconfig(kubeconfig);
            version = new ClusterVersions(file).of("default", kubeconfig);
            assertThat(version).matches("1\\.\\d+\\.\\d+");
        }

        assertThat(new ClusterVersions(file).of("default", kubeconfig)).isEqualTo(version);
        assertThat(new ClusterVersions(file).of("other", kubeconfig)).isEmpty();
        Files.writeString(file, "not JSON");
        assertThat(new ClusterVersions(file).of("default", kubeconfig)).isEmpty();
    }

    @Test
    void versionThatTheInstallationStatesTakesPrecedence() {
        Installation installation = new Installation(
                "acme",
                List.of(),
                List.of(
                        new Installation.Cluster("default", null, "", List.of()),
                        new Installation.Cluster("prod", folder, "1.30.0", List.of())),
                io.keelstream.gitwatcher.wiring.GitWatcherProperties.RendererPins.ANY,
                List.of(),
                Installation.Metrics.NONE,
                Installation.Secrets.SEALED);

        assertThat(installation
                        .withVersions(Map.of("default", "1.36.3", "prod", "1.36.3"))
                        .clusters())
                .extracting(Installation.Cluster::kubeVersion)
                .containsExactly("1.36.3", "1.30.0");
    }
}
