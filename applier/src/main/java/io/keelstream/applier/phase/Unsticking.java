package io.keelstream.applier.phase;

import io.keelstream.kubernetes.object.Manifest;
import java.util.Optional;

/** Frees a StatefulSet whose repaired template cannot reach a pod that an older revision broke. */
@FunctionalInterface
public interface Unsticking {

    /**
     * Deletes the one pod that is in the way, if there is one.
     *
     * @return the name of the pod that was deleted
     */
    Optional<String> unstick(Manifest statefulSet);
}
