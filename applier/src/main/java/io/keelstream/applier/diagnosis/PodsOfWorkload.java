package io.keelstream.applier.diagnosis;

import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.health.HealthContext;
import io.keelstream.kubernetes.health.PodDiagnosis;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lists a workload's pods once, by its selector, to say why it is not healthy, and the warnings about some of them. Neither pods nor
 * events are ever watched.
 */
final class PodsOfWorkload {

    private final ClusterClient client;
    private final Clock clock;

    PodsOfWorkload(ClusterClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** What the pods say, or why there are none, e.g. {@code app: CrashLoopBackOff, exit code 1}; empty when nobody says anything. */
    PodDiagnosis.Report of(Manifest workload) {
        Instant now = clock.instant();
        PodDiagnosis.Report said = PodDiagnosis.of(list(workload), HealthContext.waiting(now, now), this::warnings);
        return said.text().isEmpty() ? PodDiagnosis.uncreated(warnings(workload)) : said;
    }

    /** The warning events about a pod or workload; none where they cannot be listed. */
    private List<Manifest> warnings(Manifest object) {
        return switch (client.warnings(object.namespace(), object.uid())) {
            case ApiResult.Ok<List<Manifest>>(List<Manifest> found) -> found;
            case ApiResult.Failed<List<Manifest>> failed -> List.of();
        };
    }

    /** The pods now; none where they cannot be listed. */
    List<Manifest> list(Manifest workload) {
        List<Manifest> found = list(client, workload);
        return found == null ? List.of() : found;
    }

    /** The pods now, by a call that waits for nobody; null where they cannot be listed until then. */
    @Nullable
    List<Manifest> listUntil(Instant deadline, Manifest workload) {
        return list(client.urgently().until(deadline), workload);
    }

    private static @Nullable List<Manifest> list(ClusterClient client, Manifest workload) {
        Map<String, @Nullable Object> labels = Manifest.map(workload.at("spec", "selector", "matchLabels"));
        if (labels.isEmpty()
                || !(client.discovery().find("v1", "Pod") instanceof ApiResult.Ok<ResourceType>(ResourceType pods))) {
            return null;
        }
        String selector = labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
        return switch (client.list(pods, workload.namespace(), selector)) {
            case ApiResult.Ok<List<Manifest>>(List<Manifest> found) -> found;
            case ApiResult.Failed<List<Manifest>> failed -> null;
        };
    }
}
