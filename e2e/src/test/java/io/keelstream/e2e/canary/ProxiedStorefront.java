package io.keelstream.e2e.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.cluster.Kubectl;
import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.cluster.Subresources;
import io.keelstream.e2e.system.Stage;
import io.keelstream.e2e.system.Verb;
import io.keelstream.e2e.traffic.Clients;
import io.keelstream.e2e.traffic.HostLock;
import io.keelstream.e2e.traffic.Kubelet;
import io.keelstream.e2e.traffic.Nodes;
import io.keelstream.e2e.traffic.PodMetrics;
import io.keelstream.e2e.traffic.Pods;
import io.keelstream.e2e.traffic.WeightHistory;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchRequest;
import io.keelstream.testing.process.Ports;
import io.keelstream.testing.process.PrometheusServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.jgit.api.errors.GitAPIException;

/**
 * The application {@code storefront} on a real control plane with all that a canary release meets in production: a proxy that splits
 * by the live route, pods that answer, a Prometheus that scrapes each of them, clients that never stop, and accounts that may do what
 * {@code deploy/kubernetes} lets them. One at a time on a host. Used by one thread.
 */
final class ProxiedStorefront implements AutoCloseable {

    private static final int REQUESTS_PER_SECOND = 200;
    private static final int FEW_PER_SECOND = 20;
    private static final int MOST_REQUESTS = 200_000;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String NAMESPACE = "storefront";
    private static final String FOLDER = "apps/storefront";
    private static final List<String> FILES =
            List.of("keelstream.yaml", "deployment.yaml", "service.yaml", "route.yaml");

    /**
     * A commit on its way.
     *
     * @param commit its id
     * @param at just before it was pushed
     * @param before the tag that ran then
     */
    record Push(String commit, Instant at, String before) {

        /** The same, with all that has been since another one. */
        Push since(Push first) {
            return new Push(commit, first.at(), first.before());
        }
    }

    private final HostLock host = HostLock.take("gateway");
    private final RealControlPlane cluster;
    private final Stage stage;
    private final Pods pods;
    private final PodMetrics metrics;
    private final PrometheusServer prometheus;
    private final Watch watch;
    private final WeightHistory weights = new WeightHistory("storefront", "storefront-canary");
    private final URI url = URI.create("http://127.0.0.1:" + Ports.free() + "/");
    private final Clients clients;

    private ProxiedStorefront(Path folder) throws Exception {
        cluster = RealControlPlane.start(
                "--gateway", "--controller-manager-arg", "--horizontal-pod-autoscaler-sync-period=2s");
        stage = Stage.in(folder, cluster);
        pods = Pods.of(stage.live(), folder.resolve("pods"));
        metrics = PodMetrics.of(stage.live(), folder.resolve("metrics"), "100Mi");
        prometheus = PrometheusServer.start(folder.resolve("prometheus"), scrapes(pods.targets()));
        openGateway();
        for (String file : FILES) {
            write(file, content -> content);
        }
        stage.repository().push("Add storefront");
        stage.options(List.of(
                "--repository",
                stage.repository().url(),
                "--ref",
                "main",
                "--kubeconfig",
                cluster.access().toString(),
                "--metrics",
                prometheus.url().toString()));
        stage.up();
        awaitAnswer();
        var routes = stage.live()
                .client()
                .discovery()
                .find("gateway.networking.k8s.io/v1", "HTTPRoute")
                .orThrow();
        watch = stage.live().client().watch(new WatchRequest(routes, "storefront", "", false), weights);
        clients = Clients.start(url, REQUESTS_PER_SECOND, MOST_REQUESTS);
    }

    /** Why this does not work here; empty where it starts within a minute. */
    static Optional<String> whyNot() {
        return Stream.of(
                        RealControlPlane.whyNotAtOnce("envoy-gateway"),
                        Pods.whyNot(),
                        PrometheusServer.installed()
                                ? Optional.<String>empty()
                                : Optional.of("prometheus is not on the PATH; install the Debian package prometheus"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Returns when version 1.0.0 answers through the proxy and the clients have begun. */
    static ProxiedStorefront start(Path folder) throws Exception {
        return new ProxiedStorefront(folder);
    }

    /** The application as it is now. */
    Storefront now() {
        return new Storefront(stage.live(), stage.system(), Storefront.ROUTE);
    }

    Stage stage() {
        return stage;
    }

    Pods pods() {
        return pods;
    }

    /** What the autoscaler's controller is told of the pods. */
    PodMetrics metrics() {
        return metrics;
    }

    PrometheusServer prometheus() {
        return prometheus;
    }

    Clients clients() {
        return clients;
    }

    /** The canary's share by the live route, at every time. */
    WeightHistory weights() {
        return weights;
    }

    /** More clients, with a header in every request. */
    Clients clients(String header, String value) {
        return Clients.start(url, FEW_PER_SECOND, MOST_REQUESTS, header, value);
    }

    /** More clients, of another path. */
    Clients clients(String path) {
        return Clients.start(url.resolve(path), REQUESTS_PER_SECOND, MOST_REQUESTS);
    }

    /** What one more client is answered. */
    HttpResponse<Void> answer() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding());
        }
    }

    /** The cluster's nodes, as far as the application's pods go. */
    Nodes nodes() {
        return new Nodes(new Kubectl(cluster.kubeconfig()), NAMESPACE);
    }

    /** What reports what becomes of its containers. */
    Kubelet kubelet() {
        return new Kubelet(stage.live(), Subresources.of(cluster.kubeconfig()), NAMESPACE);
    }

    /** Pushes the application at another tag, with its rules as they were at first. */
    Push push(String tag) throws IOException, GitAPIException {
        return push(tag, rules -> rules);
    }

    /** Pushes the application at another tag, with other rules. */
    Push push(String tag, UnaryOperator<String> rules) throws IOException, GitAPIException {
        write("keelstream.yaml", rules);
        write("deployment.yaml", deployment -> deployment.replace(":1.0.0", ":" + tag));
        return push();
    }

    /** Pushes what is written. */
    Push push() throws GitAPIException {
        String before = now().tag();
        Instant at = Instant.now();
        return new Push(stage.repository().push("Change storefront"), at, before);
    }

    /** Writes a file of the application as it was at first with a change; {@link #push} pushes it. */
    ProxiedStorefront write(String file, UnaryOperator<String> change) throws IOException {
        stage.repository().write(FOLDER + "/" + file, change.apply(Storefront.resource(file)));
        return this;
    }

    /** Takes the whole application out of Git; {@link #push} pushes that. */
    ProxiedStorefront remove() throws IOException {
        stage.repository().remove(FOLDER);
        return this;
    }

    /** Lets the trial go on without a verdict, as a person does. */
    void promote(String reason) {
        Verb promoted = verb("promote", Storefront.TARGET, "--reason", reason);
        assertThat(promoted.exit()).as(promoted.error()).isZero();
    }

    /** Runs a verb as a person does. */
    Verb verb(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--kafka", stage.system().kafka().bootstrapServers()));
        return Verb.run(all.toArray(String[]::new));
    }

    /** What a platform team has in place: a namespace with a Gateway. */
    private void openGateway() {
        stage.live().create("{apiVersion: v1, kind: Namespace, metadata: {name: storefront}}", "platform");
        stage.live().create("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: gateway, namespace: storefront}
                spec:
                  gatewayClassName: envoy
                  listeners: [{name: http, protocol: HTTP, port: %d}]
                """.formatted(url.getPort()), "platform");
    }

    private static String scrapes(Path targets) {
        return """
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                  - job_name: pods
                    file_sd_configs: [{files: ['%s'], refresh_interval: 1s}]
                """.formatted(targets);
    }

    private void awaitAnswer() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(url).build();
            Awaitility.await("the storefront answers through the proxy")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> http.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200);
        }
    }

    @Override
    public void close() {
        clients.close();
        watch.close();
        prometheus.close();
        metrics.close();
        pods.close();
        stage.close();
        host.close();
    }
}
