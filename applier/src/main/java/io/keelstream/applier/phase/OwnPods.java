package io.keelstream.applier.phase;

import io.keelstream.applier.diagnosis.Diagnosis;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.kubernetes.object.ControllerReference;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the pods of a Deployment of a trial, and of no other that its selector selects too. Thread-safe. */
final class OwnPods {

    /** A verdict that arrives meanwhile waits so long at most. */
    private static final Duration LONGEST = Duration.ofMillis(800);

    private final Diagnosis diagnosis;

    OwnPods(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    /** The pods now; null where the cluster does not say so in time. */
    @Nullable
    List<Manifest> of(Trial.Body deployment, Instant now) {
        Manifest workload = new Manifest(deployment.body());
        List<Manifest> pods = diagnosis.podsUntil(now.plus(LONGEST), workload);
        return pods == null
                ? null
                : pods.stream().filter(pod -> isOf(pod, workload)).toList();
    }

    private static boolean isOf(Manifest pod, Manifest deployment) {
        ControllerReference controller = pod.controller();
        return controller != null && controller.isReplicaSetOf(deployment.name());
    }
}
