package io.keelstream.benchmarks.drift;

import io.keelstream.e2e.cluster.Subresources;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.client.WatchRequest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Manual changes to the fleet. Thread-safe. */
final class ManualChanges implements AutoCloseable {

    private static final int STATUS_IN_FLIGHT = 16;

    private final ClusterClient client;
    private final Subresources subresources;

    ManualChanges(TestCluster cluster) {
        client = Clusters.open(ClusterSettings.of("default", cluster.kubeconfig()), new SimpleMeterRegistry());
        subresources = Subresources.of(cluster.kubeconfig());
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

    private void status(String deployment, int number) {
        subresources.merge(
                "/apis/apps/v1/namespaces/" + Fleet.NAMESPACE + "/deployments/" + deployment + "/status",
                "busy",
                Map.of(
                        "status",
                        Map.of(
                                "conditions",
                                List.of(Map.of("type", "Busy", "status", "True", "reason", "R" + number)))));
    }
}
