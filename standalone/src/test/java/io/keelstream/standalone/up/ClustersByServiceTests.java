package io.keelstream.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.cli.CommandFailure;
import io.keelstream.kubernetes.client.ClusterClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClustersByServiceTests {

    @TempDir
    Path folder;

    @Test
    void oneKubeconfigIsOneClient() throws Exception {
        // Given
        Path file = kubeconfig(folder.resolve("config"));

        // When
        try (ClustersByService clients = new ClustersByService(new SimpleMeterRegistry())) {
            clients.open("default", file, null);

            // Then
            assertThat(client(clients, "planner"))
                    .isSameAs(client(clients, "applier"))
                    .isSameAs(client(clients, "drift-detector"));
        }
    }

    @Test
    void folderGivesEachServiceItsOwn() throws Exception {
        // Given
        for (String service : new String[] {"planner", "applier", "drift-detector"}) {
            kubeconfig(folder.resolve(service));
        }

        // When
        try (ClustersByService clients = new ClustersByService(new SimpleMeterRegistry())) {
            clients.open("default", folder, null);

            // Then
            assertThat(client(clients, "planner"))
                    .isNotSameAs(client(clients, "applier"))
                    .isNotSameAs(client(clients, "drift-detector"));
            assertThat(client(clients, "applier")).isNotSameAs(client(clients, "drift-detector"));
        }
    }

    @Test
    void servicesThatActAsDifferentAccountsShareNoClient() throws Exception {
        // Given
        Path file = kubeconfig(folder.resolve("config"));

        // When
        try (ClustersByService clients = new ClustersByService(new SimpleMeterRegistry())) {
            clients.open("default", file, "system:serviceaccount:{namespace}:deployer");

            // Then
            assertThat(client(clients, "planner"))
                    .isNotSameAs(client(clients, "applier"))
                    .isNotSameAs(client(clients, "drift-detector"));
            assertThat(client(clients, "applier")).isNotSameAs(client(clients, "drift-detector"));
        }
    }

    @Test
    void serviceWithoutAFileInTheFolderIsNamed() throws Exception {
        // Given
        kubeconfig(folder.resolve("planner"));

        // When
        try (ClustersByService clients = new ClustersByService(new SimpleMeterRegistry())) {
            // Then
            assertThatThrownBy(() -> clients.open("prod-eu", folder, null))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContainingAll(
                            "prod-eu", folder.resolve("applier").toString(), "planner, applier");
        }
    }

    private static ClusterClient client(ClustersByService clients, String service) {
        ClusterClient client = clients.of(service).get("default");
        assertThat(client).isNotNull();
        return client;
    }

    private static Path kubeconfig(Path file) throws IOException {
        return Files.writeString(file, """
            apiVersion: v1
            kind: Config
            current-context: test
            clusters: [{name: test, cluster: {server: "http://127.0.0.1:1"}}]
            users: [{name: test, user: {token: t}}]
            contexts: [{name: test, context: {cluster: test, user: test}}]
            """);
    }
}
