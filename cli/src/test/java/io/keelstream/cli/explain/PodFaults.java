package io.keelstream.cli.explain;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.kubernetes.health.HealthAssessment;
import io.keelstream.kubernetes.health.HealthContext;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.health.PodDiagnosis;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What goes wrong with pods, in the statuses and events that kubelet, scheduler and controllers write about it. Keelstream's own health
 * rules and diagnosis make the problem of it.
 */
final class PodFaults {

    private static final String WEB = "Deployment.apps/shop/web";

    private PodFaults() {}

    static Stream<Fault> all() {
        return Stream.concat(
                Stream.of(
                        waiting(
                                "image with a typo",
                                "ImagePullBackOff",
                                "Failed",
                                "Failed to pull image \"wbe:2\": not found"),
                        waiting(
                                "image of a private registry",
                                "ErrImagePull",
                                "Failed",
                                "Failed to pull image \"registry.example.com/web:2\": 401 Unauthorized"),
                        waiting(
                                "image name that is none",
                                "InvalidImageName",
                                "InspectFailed",
                                "Failed to apply default image tag \"web::2\": couldn't parse image name"),
                        waiting(
                                "image that may not be pulled",
                                "ErrImageNeverPull",
                                "ErrImageNeverPull",
                                "Container image \"web:2\" is not present with pull policy of Never"),
                        waiting(
                                "missing Secret",
                                "CreateContainerConfigError",
                                "Failed",
                                "Error: secret \"database\" not found"),
                        waiting(
                                "missing ConfigMap",
                                "CreateContainerConfigError",
                                "Failed",
                                "Error: configmap \"settings\" not found"),
                        waiting(
                                "missing key",
                                "CreateContainerConfigError",
                                "Failed",
                                "Error: couldn't find key url in ConfigMap shop/settings"),
                        waiting(
                                "root is not allowed",
                                "CreateContainerConfigError",
                                "Failed",
                                "Error: container has runAsNonRoot and image will run as root"),
                        waiting(
                                "command that is not in the image",
                                "RunContainerError",
                                "Failed",
                                "Error: failed to start container \"app\": exec: \"serve\": executable file not found in $PATH"),
                        waiting(
                                "volume that cannot be mounted in a container",
                                "CreateContainerError",
                                "Failed",
                                "Error: failed to generate container: subPath is outside of the volume"),
                        crash("crash at the start", 1, "Error", "BackOff", "Back-off restarting failed container"),
                        crash("memory limit", 137, "OOMKilled", "BackOff", "Back-off restarting failed container"),
                        crash(
                                "liveness probe",
                                137,
                                "Error",
                                "Unhealthy",
                                "Liveness probe failed: HTTP probe failed with statuscode: 500"),
                        crash(
                                "startup probe",
                                137,
                                "Error",
                                "Unhealthy",
                                "Startup probe failed: dial tcp 10.0.0.7:8080: connect: connection refused"),
                        crash(
                                "hook after the start",
                                1,
                                "Error",
                                "FailedPostStartHook",
                                "PostStartHook failed: exec /warm-up exited with 3")),
                Stream.of(
                        unready("readiness probe", "Readiness probe failed: HTTP probe failed with statuscode: 503"),
                        unready("port that nobody listens at", "Readiness probe failed: dial tcp: connection refused"),
                        pending(
                                "volume of a missing Secret",
                                "FailedMount",
                                "MountVolume.SetUp failed: secret \"tls\" not found"),
                        pending(
                                "volume of a missing ConfigMap",
                                "FailedMount",
                                "MountVolume.SetUp failed: configmap \"nginx\" not found"),
                        pending(
                                "volume on another node",
                                "FailedAttachVolume",
                                "Multi-Attach error for volume \"pvc-1\": already exclusively attached to one node"),
                        pending(
                                "pod network",
                                "FailedCreatePodSandBox",
                                "Failed to create pod sandbox: plugin type=\"calico\" failed: no IP addresses left"),
                        unschedulable("too little CPU", "0/3 nodes are available: 3 Insufficient cpu"),
                        unschedulable("too little memory", "0/3 nodes are available: 3 Insufficient memory"),
                        unschedulable(
                                "label that no node has",
                                "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector"),
                        unschedulable(
                                "taint", "0/3 nodes are available: 3 node(s) had untolerated taint {dedicated: gpu}"),
                        unschedulable(
                                "topology",
                                "0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints"),
                        evicted(),
                        uncreated(
                                "quota",
                                "pods \"web-7d4\" is forbidden: exceeded quota: team, requested: cpu=2, used: cpu=4, limited: cpu=5"),
                        uncreated(
                                "pod security",
                                "pods \"web-7d4\" is forbidden: violates PodSecurity \"restricted:latest\": hostPath"),
                        uncreated("missing ServiceAccount", "error looking up service account shop/web: not found"),
                        controller(
                                "quota of a StatefulSet",
                                "StatefulSet.apps",
                                "create Pod db-0 failed: exceeded quota: team"),
                        controller(
                                "webhook that denies pods",
                                "DaemonSet.apps",
                                "Error creating: admission webhook \"signed.example.com\" denied the request: image is not signed"),
                        controller(
                                "limit range of a Job",
                                "Job.batch",
                                "Error creating: pods is forbidden: maximum memory usage per Pod")));
    }

    private static Fault waiting(String name, String reason, String event, String message) {
        String status = """
                phase: Pending
                containerStatuses: [{name: app, ready: false, state: {waiting: {reason: %s}}}]
                """.formatted(reason);
        return pod(name, List.of(WEB, message), status, event(event, message));
    }

    private static Fault crash(String name, int code, String reason, String event, String message) {
        String status = """
                phase: Running
                containerStatuses:
                - name: app
                  ready: false
                  restartCount: 3
                  state: {waiting: {reason: CrashLoopBackOff}}
                  lastState: {terminated: {exitCode: %d, reason: %s}}
                """.formatted(code, reason);
        String said = event.equals("BackOff") ? "exit code " + code : message;
        return pod(name, List.of(WEB, said, reason), status, event(event, message));
    }

    private static Fault unready(String name, String message) {
        String status = """
                phase: Running
                conditions: [{type: Ready, status: "False", reason: ContainersNotReady}]
                containerStatuses: [{name: app, ready: false, restartCount: 0, state: {running: {}}}]
                """;
        return pod(name, List.of(WEB, message), status, event("Unhealthy", message));
    }

    private static Fault pending(String name, String event, String message) {
        String status = """
                phase: Pending
                containerStatuses: [{name: app, ready: false, state: {waiting: {reason: ContainerCreating}}}]
                """;
        return pod(name, List.of(WEB, message), status, event(event, message));
    }

    private static Fault unschedulable(String name, String message) {
        String status = """
                phase: Pending
                conditions:
                - {type: PodScheduled, status: "False", reason: Unschedulable, message: "%s", lastTransitionTime: "%s"}
                """.formatted(message, TargetRecords.NOW.minusSeconds(90));
        return pod(name, List.of(WEB, message), status, event("FailedScheduling", message));
    }

    private static Fault evicted() {
        String message = "The node was low on resource: ephemeral-storage";
        String status = "phase: Failed\nreason: Evicted\nmessage: \"" + message + "\"\n";
        return pod("eviction", List.of(WEB, "Evicted", message), status, event("Evicted", message));
    }

    private static Fault pod(String name, List<String> named, String status, Manifest event) {
        HealthContext context = HealthContext.waiting(TargetRecords.NOW, TargetRecords.NOW);
        Manifest pod = read("apiVersion: v1\nkind: Pod\nmetadata: {name: web-7d4, namespace: shop, uid: a}\n"
                + "spec: {containers: [{name: app, image: \"web:2\"}]}\nstatus:\n" + status.indent(2));
        String pods =
                PodDiagnosis.of(List.of(pod), context, asked -> List.of(event)).text();
        return Fault.of(
                name,
                named,
                world -> world.failed(Reason.NOT_HEALTHY_IN_TIME.problem(
                        "Progressing: 0 of 1 updated replicas available; " + pods, WEB)));
    }

    /** The pods of a Deployment are not created: its condition says why. */
    private static Fault uncreated(String name, String message) {
        Manifest deployment = read("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop, generation: 2}
                spec: {replicas: 1}
                status:
                  observedGeneration: 2
                  conditions:
                  - {type: ReplicaFailure, status: "True", reason: FailedCreate, message: '%s'}
                """.formatted(message));
        HealthStatus status =
                HealthAssessment.of(deployment, HealthContext.waiting(TargetRecords.NOW, TargetRecords.NOW));
        return Fault.of(
                name,
                List.of(WEB, message),
                world -> world.failed(
                        Reason.NOT_HEALTHY_IN_TIME.problem(status.health() + ": " + status.message(), WEB)));
    }

    /** The pods of another workload are not created: an event about it says why. */
    private static Fault controller(String name, String kind, String message) {
        String pods =
                PodDiagnosis.uncreated(List.of(event("FailedCreate", message))).text();
        String reference = kind + "/shop/web";
        return Fault.of(
                name,
                List.of(reference, message),
                world -> world.failed(
                        Reason.NOT_HEALTHY_IN_TIME.problem("Progressing: 0 of 1 replicas ready; " + pods, reference)));
    }

    private static Manifest event(String reason, String message) {
        return new Manifest(Map.of(
                "kind",
                "Event",
                "type",
                "Warning",
                "reason",
                reason,
                "message",
                message,
                "lastTimestamp",
                TargetRecords.NOW.toString()));
    }

    private static Manifest read(String yaml) {
        return new YamlReader()
                .manifests(yaml.getBytes(StandardCharsets.UTF_8))
                .orThrow()
                .getFirst()
                .manifest();
    }
}
