package io.keelstream.e2e.explain;

import io.keelstream.e2e.system.Manifests;

/**
 * Something that a kubelet finds about the pod of an application, where no kubelet is.
 *
 * @param name of the application and of its namespace
 * @param status what it writes about the pod, in YAML
 * @param reason of its event
 * @param message of its event, which the first cause has to say
 */
record PodFault(String name, String status, String reason, String message) {

    /** The application whose pod is left alone until {@link PretendedKubelet} writes. */
    ReleasedFault released() {
        return ReleasedFault.of(
                name,
                Manifests.deployment("web", "web:2", "keelstream.io/pretend: stuck"),
                "Deployment.apps/" + name + "/web",
                message);
    }
}
