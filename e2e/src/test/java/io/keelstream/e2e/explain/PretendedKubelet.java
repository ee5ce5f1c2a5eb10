package io.keelstream.e2e.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.conformance.RawApi;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.object.Manifest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes about pods what a kubelet writes: their status, and an event. Used by one thread. */
final class PretendedKubelet implements AutoCloseable {

    private final LiveCluster live;
    private final RawApi api;
    private final Set<String> said = new HashSet<>();

    PretendedKubelet(LiveCluster live, Path kubeconfig) {
        this.live = live;
        this.api = RawApi.of(kubeconfig);
    }

    /** Writes of each pod that is there, once, what is wrong with it. */
    void says(List<PodFault> faults) {
        ResourceType pods = live.client().discovery().find("v1", "Pod").orThrow();
        for (PodFault fault : faults) {
            for (Manifest pod : live.client().list(pods, fault.name(), "").orThrow()) {
                if (said.add(pod.uid())) {
                    write(pod, fault);
                }
            }
        }
    }

    private void write(Manifest pod, PodFault fault) {
        String path = "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name() + "/status?fieldManager=kubelet";
        String status = "apiVersion: v1\nkind: Pod\nstatus:\n" + fault.status().indent(2);
        var answer = api.send(api.request(path)
                .header("Content-Type", "application/apply-patch+yaml")
                .method("PATCH", BodyPublishers.ofString(status))
                .build());
        assertThat(answer.statusCode())
                .as(() -> new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        live.create(
                """
                apiVersion: v1
                kind: Event
                metadata: {name: "%2$s.said", namespace: %1$s}
                involvedObject: {apiVersion: v1, kind: Pod, namespace: %1$s, name: "%2$s", uid: %3$s}
                type: Warning
                reason: %4$s
                message: '%5$s'
                source: {component: kubelet}
                firstTimestamp: "%6$s"
                lastTimestamp: "%6$s"
                count: 1
                """.formatted(
                                pod.namespace(),
                                pod.name(),
                                pod.uid(),
                                fault.reason(),
                                fault.message().replace("'", "''"),
                                Instant.now().truncatedTo(ChronoUnit.SECONDS)),
                "kubelet");
    }

    @Override
    public void close() {
        api.close();
    }
}
