package io.keelstream.e2e.traffic;

import io.keelstream.e2e.cluster.Subresources;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a kubelet reports of containers that end, of pods whose containers are pretended. {@link PodServer} lets their clients notice it.
 * Immutable.
 *
 * @param cluster that has the pods
 * @param statuses its subresources
 * @param namespace of the pods
 */
public record Kubelet(LiveCluster cluster, Subresources statuses, String namespace) {

    /** The containers of a Deployment's pods are killed for their memory again and again: they answer nothing, and are not ready. */
    public void crash(String deployment) {
        report(deployment, false, Map.of("waiting", Map.of("reason", "CrashLoopBackOff")));
    }

    /** The containers of a Deployment's pods end once and are started again before anybody asks them. */
    public void restart(String deployment) {
        report(deployment, true, Map.of("running", Map.of("startedAt", now())));
    }

    /** @param deployment one whose pods have its name as the label {@code app} */
    private void report(String deployment, boolean ready, Map<String, Object> state) {
        var pods = cluster.client().discovery().find("v1", "Pod").orThrow();
        for (Manifest pod :
                cluster.client().list(pods, namespace, "app=" + deployment).orThrow()) {
            statuses.merge(
                    "/api/v1/namespaces/" + namespace + "/pods/" + pod.name() + "/status",
                    "kubelet",
                    Map.of(
                            "status",
                            Map.of(
                                    "conditions",
                                    conditions(ready),
                                    "containerStatuses",
                                    containers(pod, ready, state))));
        }
    }

    private static List<Map<String, String>> conditions(boolean ready) {
        return Stream.of("ContainersReady", "Ready")
                .map(type -> Map.of("type", type, "status", ready ? "True" : "False", "lastTransitionTime", now()))
                .toList();
    }

    private static List<Map<String, Object>> containers(Manifest pod, boolean ready, Map<String, Object> state) {
        return Manifest.list(pod.spec().get("containers")).stream()
                .map(container -> Map.of(
                        "name",
                        String.valueOf(Manifest.map(container).get("name")),
                        "image",
                        "",
                        "imageID",
                        "",
                        "ready",
                        ready,
                        "restartCount",
                        2,
                        "state",
                        state,
                        "lastState",
                        Map.of("terminated", Map.of("exitCode", 137, "reason", "OOMKilled", "finishedAt", now()))))
                .toList();
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
