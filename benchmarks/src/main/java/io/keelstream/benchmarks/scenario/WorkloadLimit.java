package io.keelstream.benchmarks.scenario;

import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.client.WatchRequest;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long the control plane itself needs until Deployments that are simply applied are available. */
final class WorkloadLimit {

    private static final String NAMESPACE = "bare-web";

    private WorkloadLimit() {}

    /** Seconds from the first apply until the last Deployment has its replica. */
    static double seconds(TestCluster cluster, int deployments, Duration limit) throws Exception {
        Available available = new Available(deployments);
        ApplyOptions options = new ApplyOptions("bare-client", true, false);
        try (ClusterClient client =
                Clusters.open(ClusterSettings.of("bare", cluster.kubeconfig()), new SimpleMeterRegistry())) {
            client.apply(read("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + NAMESPACE + "}\n"), options)
                    .orThrow();
            try (Watch _ = client.watch(
                    new WatchRequest(
                            client.discovery().find("apps/v1", "Deployment").orThrow(), NAMESPACE, "", false),
                    available)) {
                long start = System.nanoTime();
                try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (int number = 0; number < deployments; number++) {
                        Manifest body = read(Manifests.deployment("web-" + number, "web:1")
                                .replace("metadata: {name:", "metadata: {namespace: " + NAMESPACE + ", name:"));
                        threads.execute(() -> client.apply(body, options).orThrow());
                    }
                }
                if (!available.all.await(limit.toSeconds(), TimeUnit.SECONDS)) {
                    throw new TimeoutException("only " + available.names.size() + " Deployments became available");
                }
                return (System.nanoTime() - start) / 1e9;
            }
        }
    }

    private static Manifest read(String yaml) {
        return new YamlReader()
                .manifests(yaml.getBytes(StandardCharsets.UTF_8))
                .orThrow()
                .getFirst()
                .manifest();
    }

    private static final class Available implements WatchListener {

        private final Set<String> names = ConcurrentHashMap.newKeySet();
        private final CountDownLatch all;

        Available(int count) {
            all = new CountDownLatch(count);
        }

        @Override
        public void listed(List<Manifest> objects, String resourceVersion) {
            objects.forEach(this::changed);
        }

        @Override
        public void changed(Manifest object) {
            if (object.at("status", "availableReplicas") instanceof Number number
                    && number.intValue() > 0
                    && names.add(object.name())) {
                all.countDown();
            }
        }

        @Override
        public void deleted(Manifest object) {}
    }
}
