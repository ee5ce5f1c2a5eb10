package io.keelstream.e2e.traffic;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The API {@code metrics.k8s.io} of a control plane, as a metrics-server serves it: the autoscaler's controller asks it what each pod
 * uses. Every pod uses the same. Thread-safe.
 */
public final class PodMetrics implements AutoCloseable {

    private static final String PATH = "/apis/metrics.k8s.io/v1beta1";
    private static final String PASSWORD = "changeit";
    private static final String SELECTOR = "labelSelector=";

    private final LiveCluster cluster;
    private final HttpsServer server;
    private volatile String memory;

    private PodMetrics(LiveCluster cluster, Path folder, String memory) throws IOException, GeneralSecurityException {
        this.cluster = cluster;
        this.memory = memory;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(key(folder)));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        register(server.getAddress().getPort());
    }

    /** Serves a cluster; each of its pods uses so much memory. */
    public static PodMetrics of(LiveCluster cluster, Path folder, String memory)
            throws IOException, GeneralSecurityException {
        return new PodMetrics(cluster, Files.createDirectories(folder), memory);
    }

    /** Each pod uses so much memory from now on, e.g. {@code 100Mi}. */
    public void use(String quantity) {
        memory = quantity;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** The API server goes to a Service by the name that it stands for. */
    private void register(int port) {
        cluster.create("""
                apiVersion: v1
                kind: Service
                metadata: {name: pod-metrics, namespace: kube-system}
                spec: {type: ExternalName, externalName: localhost, ports: [{port: %d}]}
                """.formatted(port), "platform");
        cluster.create("""
                apiVersion: apiregistration.k8s.io/v1
                kind: APIService
                metadata: {name: v1beta1.metrics.k8s.io}
                spec:
                  group: metrics.k8s.io
                  version: v1beta1
                  groupPriorityMinimum: 100
                  versionPriority: 100
                  insecureSkipTLSVerify: true
                  service: {name: pod-metrics, namespace: kube-system, port: %d}
                """.formatted(port), "platform");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI asked = exchange.getRequestURI();
            String path = asked.getPath();
            if (path.equals(PATH)) {
                send(exchange, 200, """
                        {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "metrics.k8s.io/v1beta1", "resources": [
                          {"name": "pods", "singularName": "", "namespaced": true, "kind": "PodMetrics", "verbs": ["get", "list"]}]}
                        """);
            } else if (path.startsWith(PATH + "/namespaces/") && path.endsWith("/pods")) {
                String namespace = path.split("/", -1)[5];
                send(exchange, 200, """
                        {"kind": "PodMetricsList", "apiVersion": "metrics.k8s.io/v1beta1", "metadata": {}, "items": [%s]}
                        """.formatted(pods(namespace, selector(asked)).stream()
                        .map(this::metrics)
                        .collect(Collectors.joining(","))));
            } else {
                send(exchange, 404, "{}");
            }
        }
    }

    private static String selector(URI asked) {
        return Stream.ofNullable(asked.getQuery())
                .flatMap(query -> Stream.of(query.split("&", -1)))
                .filter(each -> each.startsWith(SELECTOR))
                .map(each -> each.substring(SELECTOR.length()))
                .findFirst()
                .orElse("");
    }

    private List<Manifest> pods(String namespace, String selector) {
        ResourceType pods = cluster.client().discovery().find("v1", "Pod").orThrow();
        return cluster.client().list(pods, namespace, selector).orThrow();
    }

    private String metrics(Manifest pod) {
        String name = String.valueOf(
                Manifest.map(Manifest.list(pod.spec().get("containers")).getFirst())
                        .get("name"));
        return """
                {"metadata": {"name": "%s", "namespace": "%s"}, "timestamp": "%s", "window": "1s",
                 "containers": [{"name": "%s", "usage": {"cpu": "10m", "memory": "%s"}}]}
                """.formatted(pod.name(), pod.namespace(), Instant.now(), name, memory);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static SSLContext key(Path folder) throws IOException, GeneralSecurityException {
        Path file = folder.resolve("key.p12");
        Ended made = Program.of(System.getProperty("java.home") + "/bin/keytool")
                .run(
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-validity",
                        "2",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString());
        if (made.code() != 0) {
            throw new IllegalStateException("keytool made no key: " + made.text());
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(file)) {
            store.load(content, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
