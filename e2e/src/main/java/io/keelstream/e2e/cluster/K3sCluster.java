package io.keelstream.e2e.cluster;

import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.testing.process.Ports;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * k3s in a container: an API server with a real kubelet behind it, so pods really run. Images are pulled, hence a network is
 * needed. An image that is not {@link #provide provided} is never pulled, and its pods never start. Thread-safe.
 */
public final class K3sCluster implements TestCluster {

    static final String NAME = "k3s";

    private static final String PUBLIC_IMAGE = "rancher/k3s";

    /** The property names another image that does what k3s' does. */
    private static final DockerImageName IMAGE = DockerImageName.parse(
                    System.getProperty("keelstream.e2e.k3s-image", PUBLIC_IMAGE + ":v1.36.1-k3s1"))
            .asCompatibleSubstituteFor(PUBLIC_IMAGE);

    /** Of {@code e2e/containers}: its nodes are pretended, so that it needs neither privileges nor images of pods. */
    private static final boolean STAND_IN = IMAGE.getUnversionedPart().startsWith("stand-in/");

    /** What pods run: it waits for a signal to end. */
    private static final String PAUSE = "docker.io/rancher/mirrored-pause:3.6";

    private static final int API = 6443;
    private static final String AUDIT_LOG = "/audit/audit.log";
    private static final String AUDIT_POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules: [{level: Metadata}]
            """;

    /** A client of its own: the audit log cannot tell k3s' administrator from k3s itself. */
    private static final String TESTER = """
            kubectl create serviceaccount tester --namespace default
            && kubectl create clusterrolebinding tester --clusterrole=cluster-admin --serviceaccount=default:tester
            && kubectl create token tester --namespace default --duration 24h
            """;

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final K3sContainer container;
    private final Path folder;
    private final Path kubeconfig;
    private final AuditLog audit;

    private K3sCluster(K3sContainer container, Path folder) {
        this.container = container;
        this.folder = folder;
        this.kubeconfig = folder.resolve("kubeconfig");
        this.audit = new AuditLog(folder.resolve("audit.log"));
    }

    /**
     * Starts it; needs a container engine.
     *
     * @throws IllegalStateException where it does not start; the message says why
     */
    public static K3sCluster start() {
        K3sContainer container =
                new K3sContainer(IMAGE).withCopyToContainer(Transferable.of(AUDIT_POLICY), "/audit/policy.yaml");
        container.setPrivilegedMode(!STAND_IN);
        // a port that stays when the container is stopped and started
        container.setPortBindings(List.of(Ports.free() + ":" + API));
        container.setCommand(
                "server",
                "--disable=traefik,metrics-server,servicelb",
                "--tls-san=" + container.getHost(),
                "--kube-apiserver-arg=audit-policy-file=/audit/policy.yaml",
                "--kube-apiserver-arg=audit-log-path=" + AUDIT_LOG);
        container.start();
        try {
            K3sCluster cluster = new K3sCluster(container, Files.createTempDirectory("keelstream-k3s"));
            cluster.writeKubeconfig(cluster.run("sh", "-c", TESTER.replace("\n", " ")));
            cluster.awaitApi();
            return cluster;
        } catch (IOException | RuntimeException e) {
            container.stop();
            throw new IllegalStateException("k3s does not start: " + e.getMessage(), e);
        }
    }

    /** Lets pods with these images run; others cannot be pulled from anywhere. Pods of pretended nodes need none. */
    public K3sCluster provide(List<String> images) {
        if (STAND_IN) {
            return this;
        }
        Awaitility.await("the node has the image " + PAUSE)
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .until(() -> !run("ctr", "--namespace", "k8s.io", "images", "pull", PAUSE)
                        .isEmpty());
        for (String image : images) {
            run("ctr", "--namespace", "k8s.io", "images", "tag", PAUSE, "docker.io/library/" + image);
        }
        return this;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public void stopApi() {
        container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void startApi() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
        awaitApi();
    }

    @Override
    public Map<String, Long> requestCounts() {
        container.copyFileFromContainer(AUDIT_LOG, folder.resolve("audit.log").toString());
        return audit.requestCounts();
    }

    @Override
    public void close() {
        container.stop();
    }

    private void awaitApi() {
        Awaitility.await("k3s serves")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(this::serves);
    }

    private boolean serves() {
        try (ClusterClient client = Clusters.open(ClusterSettings.of("k3s", kubeconfig), new SimpleMeterRegistry())) {
            return client.discovery().find("apps/v1", "Deployment") instanceof ApiResult.Ok<ResourceType>;
        }
    }

    /** The administrator's kubeconfig with the tester in his place. */
    private void writeKubeconfig(String token) throws IOException {
        String authority = container
                .getKubeConfigYaml()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("certificate-authority-data:"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("its kubeconfig has no certificate-authority-data"));
        Files.writeString(
                kubeconfig, """
                apiVersion: v1
                kind: Config
                clusters:
                  - name: k3s
                    cluster:
                      server: https://%s:%d
                      %s
                users:
                  - name: tester
                    user: {token: %s}
                contexts:
                  - name: k3s
                    context: {cluster: k3s, user: tester}
                current-context: k3s
                """.formatted(container.getHost(), container.getMappedPort(API), authority, token.strip()));
    }

    /** Runs a command in the container; what its last line says. */
    private String run(String... command) {
        try {
            ExecResult result = container.execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + result.getStderr());
            }
            List<String> lines = result.getStdout().lines().toList();
            return lines.isEmpty() ? "" : lines.getLast();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
