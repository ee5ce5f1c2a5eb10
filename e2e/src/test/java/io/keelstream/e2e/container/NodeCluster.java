package io.keelstream.e2e.container;

import io.keelstream.e2e.cluster.Kubectl;
import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.deploy.DeployFolder;
import io.keelstream.e2e.input.SshGitServer;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Keelstream;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/**
 * The chart on a control plane with a real node: Kafka and the Git server run on this machine, everything else in pods. Used by one
 * thread.
 */
final class NodeCluster implements AutoCloseable {

    static final List<String> SERVICES =
            List.of("git-watcher", "planner", "applier", "drift-detector", "canary-analyzer");

    private static final String NAMESPACE = "keelstream";
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Path folder;
    private final RealControlPlane cluster;
    private final MachineKafka kafka;
    private final SshGitServer git;
    private final Kubectl kubectl;

    /** The installation of the chart, as {@code up} of a stage takes it. It ends with the cluster. */
    private record Installed(KafkaSettings kafka, Kubectl kubectl) implements Keelstream {

        @Override
        public String printed() {
            return kubectl.run("", "--namespace=" + NAMESPACE, "get", "pods", "--output=wide")
                    .text();
        }

        @Override
        public void kill() {
            // it is the cluster's
        }

        @Override
        public void close() {
            // it is the cluster's
        }
    }

    private NodeCluster(Path folder, RealControlPlane cluster) throws IOException {
        this.folder = folder;
        this.cluster = cluster;
        this.kubectl = new Kubectl(cluster.kubeconfig());
        this.kafka = MachineKafka.start(folder.resolve("kafka"), cluster.address());
        this.git = new SshGitServer(cluster.address());
    }

    /** Starts it with the images of the services; the chart is not installed yet. */
    static NodeCluster start(Path folder, RealControlPlane cluster) throws IOException {
        NodeCluster node = new NodeCluster(folder, cluster);
        cluster.load(TestImages.MODULES.stream().map(TestImages::tar).toArray(Path[]::new));
        return node;
    }

    /** {@code helm install}; returns when all pods are ready. */
    Keelstream install(InfraRepository repository) throws IOException, GeneralSecurityException {
        KeyPair key = SshGitServer.keyPair();
        git.accept(key);
        Path privateKey = SshGitServer.write(folder.resolve("id"), key, "");
        Path hosts = Files.writeString(folder.resolve("known_hosts"), git.knownHost(git.hostKey()));
        kubectl.demand("create", "namespace", NAMESPACE);
        kubectl.demand("label", "namespace", NAMESPACE, "pod-security.kubernetes.io/enforce=restricted");
        secret(
                "keelstream-keys",
                "--from-literal=digest-key=" + Base64.getEncoder().encodeToString(new byte[32]));
        secret("infra-git", "--from-file=ssh-privatekey=" + privateKey, "--from-file=known_hosts=" + hosts);
        Files.writeString(values(), """
                installation: node
                image: {repository: keelstream}
                kafka: {bootstrapServers: "%1$s"}
                provisioning: {partitions: 4, replication: 1}
                keysSecret: keelstream-keys
                prometheus: {url: "http://%2$s:9090"}
                # The chart's, and the compiler that costs least in the minutes that a pod lives here.
                javaOptions: -XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError -XX:TieredStopAtLevel=1
                networkPolicy: {metricsFrom: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: keelstream}}}]}
                repositories:
                  - {name: infra, url: "%3$s", ref: main, poll: 1s, credentials: {type: ssh, secret: infra-git}}
                services:
                  git-watcher: {replicas: 1, egressPorts: [%4$s]}
                  planner: {replicas: 1, egressPorts: [%5$s]}
                  applier: {replicas: 1, egressPorts: [%5$s]}
                  drift-detector: {replicas: 1, egressPorts: [%5$s]}
                  canary-analyzer: {replicas: 1, egressPorts: [9090]}
                """.formatted(
                kafka(), cluster.address(), git.serve("infra", repository.bare()), portOf(git()), portOf(api())));
        helm("install");
        return new Installed(KafkaSettings.at(kafka.servers()), kubectl);
    }

    /** {@code host:port} of Kafka. */
    String kafka() {
        return kafka.servers();
    }

    /** {@code host:port} of the Git server. */
    String git() {
        return git.address();
    }

    /** {@code host:port} of the API server itself. */
    String api() {
        return URI.create(kubectl.demand("config", "view", "--output=jsonpath={.clusters[0].cluster.server}"))
                .getAuthority();
    }

    /** What pods reach of these addresses. */
    Reach reach(Collection<String> addresses) {
        return new Reach(kubectl, addresses);
    }

    /** {@code helm upgrade} with further values; returns when all new pods are ready. */
    void upgrade(String... values) {
        helm("upgrade", values);
    }

    /** {@code helm test}. */
    Ended test() {
        return helm().run(LIMIT, "", List.of("test", "keelstream", "--namespace=" + NAMESPACE, "--timeout=5m"));
    }

    /** As its administrator, in the namespace of the chart. */
    String kubectl(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--namespace=" + NAMESPACE));
        all.addAll(List.of(arguments));
        return kubectl.demand(all.toArray(String[]::new));
    }

    /** What a Service answers to a client on the node. */
    String ask(String namespace, String service) {
        return String.join("\n", cluster.onNode("curl", "--silent", "--show-error", "--fail", url(namespace, service)));
    }

    /** A client on the node that asks a Service all the time. */
    NodeClient client(String namespace, String service) throws IOException {
        return NodeClient.start(folder, cluster.nodeCommand(), url(namespace, service));
    }

    /**
     * Writes the chart and the values that helm installed it with into a repository, as an application that has the release's name. Rights
     * stay what the administrator installed: the applier may not write those that gather others.
     *
     * @param more a line of values besides
     */
    void writeChart(InfraRepository repository, String more) throws IOException {
        DeployFolder.writeChart(repository);
        repository
                .write(
                        "keelstream/values-production.yaml",
                        Files.readString(values()) + "rbac: {create: false}\nnamespace: {create: true}\n" + more + "\n")
                .write("keelstream/keelstream.yaml", """
                        apiVersion: keelstream.io/v1
                        kind: Application
                        metadata: {name: keelstream}
                        spec:
                          targets:
                            - {name: production, cluster: default, namespace: %s, renderer: helm}
                        """.formatted(NAMESPACE));
    }

    @Override
    public void close() throws IOException {
        git.close();
        kafka.close();
    }

    private static String portOf(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }

    private String url(String namespace, String service) {
        return "http://"
                + kubectl.demand(
                        "--namespace=" + namespace, "get", "service", service, "--output=jsonpath={.spec.clusterIP}")
                + "/";
    }

    private void secret(String name, String... entries) {
        List<String> all = new ArrayList<>(List.of("create", "secret", "generic", name));
        all.addAll(List.of(entries));
        kubectl(all.toArray(String[]::new));
    }

    private void helm(String verb, String... values) {
        List<String> arguments =
                new ArrayList<>(List.of(verb, "keelstream", DeployFolder.chart().toString()));
        arguments.addAll(List.of("--namespace=" + NAMESPACE, "--values=" + values(), "--wait", "--timeout=9m"));
        List.of(values).forEach(value -> arguments.add("--set=" + value));
        Ended ended = helm().run(LIMIT, "", arguments);
        if (ended.code() != 0) {
            throw new IllegalStateException("helm " + verb + ": " + ended.text() + "\n"
                    + kubectl("get", "pods", "--output=wide") + "\n" + kubectl("get", "events"));
        }
    }

    private Program helm() {
        return Program.of(RealControlPlane.program("helm").toString(), "--kubeconfig=" + cluster.kubeconfig());
    }

    private Path values() {
        return folder.resolve("values.yaml");
    }
}
