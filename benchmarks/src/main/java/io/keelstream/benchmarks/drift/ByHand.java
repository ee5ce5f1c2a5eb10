package io.keelstream.benchmarks.drift;

import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.client.WatchRequest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.Response;

/** What somebody else does to the fleet. Thread-safe. */
final class ByHand implements AutoCloseable {

    private static final int STATUS_IN_FLIGHT = 16;

    private final ClusterClient client;
    private final ApiClient raw;

    ByHand(TestCluster cluster) throws IOException {
        client = Clusters.open(ClusterSettings.of("default", cluster.kubeconfig()), new SimpleMeterRegistry());
        try (Reader reader = Files.newBufferedReader(cluster.kubeconfig())) {
            raw = ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(reader)).build();
        }
    }

    /** Watches the fleet's ConfigMaps with their bodies. */
    Watch watch(WatchListener listener) {
        return client.watch(
                new WatchRequest(client.discovery().find("v1", "ConfigMap").orThrow(), Fleet.NAMESPACE, "", false),
                listener);
    }

    /** Changes a ConfigMap's value; when the request was sent, as {@link System#nanoTime}. */
    long change(String configMap, String value) {
        long start = System.nanoTime();
        client.patch(
                        reference(configMap),
                        "application/merge-patch+json",
                        Map.of("data", Map.of("value", value)),
                        "kubectl-edit")
                .orThrow();
        return start;
    }

    static ObjectReference reference(String configMap) {
        return new ObjectReference("", "ConfigMap", Fleet.NAMESPACE, configMap);
    }

    /** Patches the status of Deployments as often as said, each time with another value. */
    void updateStatus(List<String> deployments, int times) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(STATUS_IN_FLIGHT)) {
            List<Future<?>> patches = new ArrayList<>();
            for (int worker = 0; worker < STATUS_IN_FLIGHT; worker++) {
                int first = worker;
                patches.add(threads.submit(() -> {
                    for (int i = first; i < times; i += STATUS_IN_FLIGHT) {
                        status(deployments.get(i % deployments.size()), i);
                    }
                    return null;
                }));
            }
            for (Future<?> patch : patches) {
                patch.get();
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private void status(String deployment, int number) throws IOException, ApiException {
        String condition = "{\"type\":\"Busy\",\"status\":\"True\",\"reason\":\"R" + number + "\"}";
        try (Response response = raw.buildCall(
                        raw.getBasePath(),
                        "/apis/apps/v1/namespaces/" + Fleet.NAMESPACE + "/deployments/" + deployment + "/status",
                        "PATCH",
                        List.of(new Pair("fieldManager", "busy")),
                        List.of(),
                        ("{\"status\":{\"conditions\":[" + condition + "]}}").getBytes(StandardCharsets.UTF_8),
                        new HashMap<>(Map.of("Content-Type", "application/merge-patch+json")),
                        new HashMap<>(),
                        new HashMap<>(),
                        new String[] {"BearerToken"},
                        null)
                .execute()) {
            if (!response.isSuccessful()) {
                throw new IOException("a status was refused: " + response.code());
            }
        }
    }
}
