package io.keelstream.e2e.explain;

import java.util.List;

/** What a kubelet, a container runtime or a network says of a pod that does not become ready, in their words. */
final class PodFaults {

    private PodFaults() {}

    static List<PodFault> all() {
        return List.of(
                waiting("pod-secret", "CreateContainerConfigError", "Failed", "Error: secret \"database\" not found"),
                waiting(
                        "pod-config",
                        "CreateContainerConfigError",
                        "Failed",
                        "Error: configmap \"settings\" not found"),
                waiting(
                        "pod-key",
                        "CreateContainerConfigError",
                        "Failed",
                        "Error: couldn't find key url in ConfigMap pod-key/settings"),
                waiting(
                        "pod-root",
                        "CreateContainerConfigError",
                        "Failed",
                        "Error: container has runAsNonRoot and image will run as root"),
                waiting(
                        "pod-registry",
                        "ErrImagePull",
                        "Failed",
                        "Failed to pull image \"web:2\": failed to authorize: 401 Unauthorized"),
                waiting(
                        "pod-command",
                        "RunContainerError",
                        "Failed",
                        "Error: failed to start container \"app\": exec: \"serve\": executable file not found in $PATH"),
                ended("pod-memory", "OOMKilled", "BackOff", "OOMKilled"),
                ended(
                        "pod-alive",
                        "Error",
                        "Unhealthy",
                        "Liveness probe failed: HTTP probe failed with statuscode: 500"),
                ended(
                        "pod-started",
                        "Error",
                        "Unhealthy",
                        "Startup probe failed: dial tcp 10.0.0.7:8080: connect: connection refused"),
                new PodFault(
                        "pod-ready",
                        """
                        phase: Running
                        conditions: [{type: Ready, status: "False", reason: ContainersNotReady}]
                        containerStatuses: [{name: app, image: "web:2", ready: false, state: {running: {}}}]
                        """,
                        "Unhealthy",
                        "Readiness probe failed: HTTP probe failed with statuscode: 503"),
                waiting(
                        "pod-mount",
                        "ContainerCreating",
                        "FailedMount",
                        "MountVolume.SetUp failed for volume \"tls\" : secret \"tls\" not found"),
                waiting(
                        "pod-attach",
                        "ContainerCreating",
                        "FailedAttachVolume",
                        "Multi-Attach error for volume \"pvc-1\" Volume is already exclusively attached to one node"),
                waiting(
                        "pod-network",
                        "ContainerCreating",
                        "FailedCreatePodSandBox",
                        "Failed to create pod sandbox: no IP addresses left"));
    }

    private static PodFault waiting(String name, String state, String reason, String message) {
        return new PodFault(
                name,
                "phase: Pending\ncontainerStatuses: [{name: app, image: \"web:2\", ready: false, state: {waiting: {reason: "
                        + state + "}}}]\n",
                reason,
                message);
    }

    private static PodFault ended(String name, String end, String reason, String message) {
        return new PodFault(name, """
                phase: Running
                containerStatuses:
                - name: app
                  image: "web:2"
                  ready: false
                  restartCount: 3
                  state: {waiting: {reason: CrashLoopBackOff}}
                  lastState: {terminated: {exitCode: 137, reason: %s}}
                """.formatted(end), reason, message);
    }
}
