package io.keelstream.applier.diagnosis;

import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthAssessment;
import io.keelstream.kubernetes.health.HealthContext;
import io.keelstream.kubernetes.object.ControllerReference;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * An ordered StatefulSet waits for every pod to be ready before it replaces the next one, also for a pod that an older
 * revision of the template broke for good; Kubernetes documents this as a forced rollback that must be done manually. Only a
 * degraded pod of another revision than the newest is deleted, one at a time, with its uid as precondition; the controller
 * creates it again from the repaired template.
 */
final class StuckStatefulSets {

    private static final String REVISION = "controller-revision-hash";

    private final ClusterClient client;
    private final PodsOfWorkload pods;
    private final Clock clock;

    /** @param client asks whether this process may still write */
    StuckStatefulSets(ClusterClient client, PodsOfWorkload pods, Clock clock) {
        this.client = client;
        this.pods = pods;
        this.clock = clock;
    }

    /** Deletes the one pod that blocks the rollout, if there is one; the name of that pod. */
    Optional<String> unstick(Manifest statefulSet) {
        if (!isStuck(statefulSet)) {
            return Optional.empty();
        }
        String newest = String.valueOf(statefulSet.status().get("updateRevision"));
        return pods.list(statefulSet).stream()
                .filter(pod -> belongs(pod, statefulSet) && !newest.equals(pod.label(REVISION)) && broken(pod))
                .findFirst()
                .filter(pod -> client.delete(reference(pod), pod.uid(), false, false) instanceof ApiResult.Ok)
                .map(Manifest::name);
    }

    /** Whether the controller has seen the newest template, has pods of another one, and goes in order. */
    private static boolean isStuck(Manifest statefulSet) {
        Object updated = statefulSet.status().get("updateRevision");
        return updated != null
                && !updated.equals(statefulSet.status().get("currentRevision"))
                && !"Parallel".equals(statefulSet.at("spec", "podManagementPolicy"))
                && !"OnDelete".equals(statefulSet.at("spec", "updateStrategy", "type"));
    }

    private static boolean belongs(Manifest pod, Manifest statefulSet) {
        ControllerReference controller = pod.controller();
        return controller != null && controller.uid().equals(statefulSet.uid());
    }

    private boolean broken(Manifest pod) {
        Instant now = clock.instant();
        return HealthAssessment.of(pod, HealthContext.waiting(now, now)).health() == Health.DEGRADED;
    }

    private static ObjectReference reference(Manifest pod) {
        return new ObjectReference("", "Pod", pod.namespace(), pod.name());
    }
}
