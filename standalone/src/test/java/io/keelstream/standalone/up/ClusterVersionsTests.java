package io.keelstream.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.keelstream.sandbox.Sandbox;
import io.keelstream.sandbox.SandboxOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
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
    void slowClusterOfWhichNoVersionIsKnownIsWaitedFor() throws Exception {
        HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slow.createContext("/version", exchange -> {
            LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
            byte[] answer = "{\"gitVersion\": \"v1.31.2-eks-7f9249a\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        slow.start();
        Path kubeconfig = Files.writeString(
                folder.resolve("kubeconfig"), """
                {apiVersion: v1, kind: Config, current-context: slow,
                 clusters: [{name: slow, cluster: {server: "http://127.0.0.1:%d"}}],
                 users: [{name: slow, user: {token: a}}],
                 contexts: [{name: slow, context: {cluster: slow, user: slow}}]}
                """.formatted(slow.getAddress().getPort()));
        try {
            assertThat(new ClusterVersions(folder.resolve("cluster-versions.json")).of("default", kubeconfig))
                    .isEqualTo("1.31.2");
        } finally {
            slow.stop(0);
        }
    }
}
