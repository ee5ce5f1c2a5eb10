package io.keelstream.e2e.canary;

import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.system.Stage;
import io.keelstream.e2e.system.Verb;
import io.keelstream.e2e.traffic.Clients;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.jgit.api.errors.GitAPIException;

/**
 * The application {@code storefront} on a real control plane with all that a canary release meets in production: a proxy that splits
 * by the live route, pods that answer, a Prometheus that scrapes each of them, clients that never stop, and accounts that may do what
 * {@code deploy/kubernetes} lets them. Used by one thread.
 */
final class ProxiedStorefront implements AutoCloseable {

    static final int REQUESTS_PER_SECOND = 200;

    private static final int MOST_REQUESTS = 200_000;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<String> FILES =
            List.of("keelstream.yaml", "deployment.yaml", "service.yaml", "route.yaml");

    private final RealControlPlane cluster;
    private final Stage stage;
    private final Pods pods;
    private final PodMetrics metrics;
    private final PrometheusServer prometheus;
    private final Watch watch;
    private final WeightHistory weights = new WeightHistory("storefront", "storefront-canary");
    private final URI url = URI.create("http://127.0.0.1:" + Ports.free());
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
            stage.repository().write("apps/storefront/" + file, Storefront.resource(file));
        }
        push("1.0.0");
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

    /** Pushes the application at another tag; the commit's id. */
    String push(String tag) throws IOException, GitAPIException {
        String deployment = Storefront.resource("deployment.yaml").replace(":1.0.0", ":" + tag);
        return stage.repository()
                .write("apps/storefront/deployment.yaml", deployment)
                .push("Release storefront " + tag);
    }

    /** Runs a verb as a person does. */
    Verb verb(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--kafka", stage.system().kafka().bootstrapServers()));
        return Verb.run(all.toArray(String[]::new));
    }

    /** Adds to what is pushed next: the workload is scaled. */
    void scale() throws IOException {
        stage.repository().write("apps/storefront/autoscaler.yaml", Storefront.resource("autoscaler.yaml"));
    }

    /** Adds to what is pushed next: the promoted version is watched, by an objective. */
    void bake() throws IOException {
        stage.repository()
                .write(
                        "apps/storefront/keelstream.yaml",
                        Storefront.resource("keelstream.yaml").replace("    bake: 0s\n", "    bake: 10m\n")
                                + "        - {name: success, kind: slo, preset: spring-boot-http, objective: 0.9, role: harm}\n");
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
    }
}
