package io.keelstream.e2e.explain;

import static io.keelstream.e2e.explain.Yaml.APP;
import static io.keelstream.e2e.explain.Yaml.binding;
import static io.keelstream.e2e.explain.Yaml.claim;
import static io.keelstream.e2e.explain.Yaml.container;
import static io.keelstream.e2e.explain.Yaml.job;
import static io.keelstream.e2e.explain.Yaml.pod;
import static io.keelstream.e2e.explain.Yaml.policy;
import static io.keelstream.e2e.explain.Yaml.quota;
import static io.keelstream.e2e.explain.Yaml.service;
import static io.keelstream.e2e.explain.Yaml.set;
import static io.keelstream.e2e.explain.Yaml.web;

import java.util.Map;
import java.util.stream.Stream;

/** Workloads that the API server takes, and that its controllers and its scheduler do not get healthy. */
final class WorkloadFaults {

    private WorkloadFaults() {}

    static Stream<ReleasedFault> all() {
        return Stream.of(creation(), scheduling(), storage()).flatMap(each -> each);
    }

    /** The workload is there, and its controller may not create pods. */
    private static Stream<ReleasedFault> creation() {
        return Stream.of(
                ReleasedFault.of(
                        "account",
                        web("{serviceAccountName: nobody, " + APP + "}"),
                        "Deployment.apps/account/web",
                        "serviceaccount \"nobody\" not found"),
                ReleasedFault.of(
                        "priority",
                        web("{priorityClassName: urgent, " + APP + "}"),
                        "Deployment.apps/priority/web",
                        "no PriorityClass with name urgent"),
                ReleasedFault.of(
                        "runtime",
                        web("{runtimeClassName: sandboxed, " + APP + "}"),
                        "Deployment.apps/runtime/web",
                        "RuntimeClass \"sandboxed\" not found"),
                ReleasedFault.of(
                                "pod-quota",
                                web("{" + APP + "}"),
                                "Deployment.apps/pod-quota/web",
                                "exceeded quota: none")
                        .beside(quota("pod-quota", "pods"))
                        .oncePrevents(pod("pod-quota")),
                ReleasedFault.of(
                                "set-quota",
                                set("StatefulSet", "{" + APP + "}"),
                                "StatefulSet.apps/set-quota/web",
                                "exceeded quota: none")
                        .beside(quota("set-quota", "pods"))
                        .oncePrevents(pod("set-quota")),
                ReleasedFault.of(
                                "limits",
                                web("{" + container("resources: {limits: {cpu: 2}}") + "}"),
                                "Deployment.apps/limits/web",
                                "maximum cpu usage per Container is 1")
                        .beside(
                                "apiVersion: v1\nkind: LimitRange\nmetadata: {name: small, namespace: limits}\nspec: {limits: [{type: Container, max: {cpu: 1}}]}\n"),
                ReleasedFault.of(
                                "restricted",
                                web("{hostNetwork: true, " + APP + "}"),
                                "Deployment.apps/restricted/web",
                                "violates PodSecurity")
                        .beside()
                        .when(live -> live.patch(
                                "Namespace//restricted",
                                Map.of(
                                        "metadata",
                                        Map.of("labels", Map.of("pod-security.kubernetes.io/enforce", "restricted"))),
                                "kubectl")),
                ReleasedFault.of(
                                "pod-rule",
                                set("DaemonSet", "{" + APP + "}"),
                                "DaemonSet.apps/pod-rule/web",
                                "the rule of pod-rule says no")
                        .beside(policy("pod-rule", "\"\"", "pods", "false"), binding("pod-rule"))
                        .oncePrevents(pod("pod-rule")));
    }

    /** No node takes the pod. */
    private static Stream<ReleasedFault> scheduling() {
        return Stream.of(
                ReleasedFault.of(
                        "cpu",
                        web("{" + container("resources: {requests: {cpu: 500}}") + "}"),
                        "Deployment.apps/cpu/web",
                        "Insufficient cpu"),
                ReleasedFault.of(
                        "memory",
                        set("StatefulSet", "{" + container("resources: {requests: {memory: 5Ti}}") + "}"),
                        "StatefulSet.apps/memory/web",
                        "Insufficient memory"),
                ReleasedFault.of(
                        "node-label",
                        web("{nodeSelector: {disk: fast}, " + APP + "}"),
                        "Deployment.apps/node-label/web",
                        "didn't match Pod's node affinity/selector"),
                ReleasedFault.of(
                        "affinity",
                        web(
                                "{affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: cache}}}]}}, "
                                        + APP + "}"),
                        "Deployment.apps/affinity/web",
                        "didn't match pod affinity rules"),
                ReleasedFault.of(
                        "gpu",
                        web("{" + container("resources: {limits: {example.com/gpu: 1}}") + "}"),
                        "Deployment.apps/gpu/web",
                        "Insufficient example.com/gpu"),
                ReleasedFault.of(
                        "topology",
                        web(
                                "{topologySpreadConstraints: [{maxSkew: 1, topologyKey: rack, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}], "
                                        + APP + "}"),
                        "Deployment.apps/topology/web",
                        "didn't match pod topology spread constraints"),
                ReleasedFault.of(
                        "host-port",
                        web("{" + container("ports: [{containerPort: 80, hostPort: 8080}]") + "}")
                                .replace("replicas: 1", "replicas: 5"),
                        "Deployment.apps/host-port/web",
                        "didn't have free ports"),
                ReleasedFault.of(
                        "scale-target",
                        """
                        apiVersion: autoscaling/v2
                        kind: HorizontalPodAutoscaler
                        metadata: {name: a}
                        spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: nothing}, maxReplicas: 2}
                        """,
                        "HorizontalPodAutoscaler.autoscaling/scale-target/a",
                        "\"nothing\" not found"),
                ReleasedFault.of(
                        "scheduler",
                        web("{schedulerName: batch, schedulingGates: [{name: example.org/budget}], " + APP + "}"),
                        "Deployment.apps/scheduler/web",
                        "1 pod: "),
                ReleasedFault.of(
                        "deadline", job("activeDeadlineSeconds: 1", "stuck"), "Job.batch/deadline/migrate", "deadline"),
                ReleasedFault.of(
                        "progress",
                        web("{nodeSelector: {disk: fast}, " + APP + "}")
                                .replace("replicas: 1", "replicas: 1\n  progressDeadlineSeconds: 1"),
                        "Deployment.apps/progress/web",
                        "progress"),
                ReleasedFault.of(
                        "balancer", service("type: LoadBalancer, ports: [{port: 80}]"), "Service/balancer/web"));
    }

    /** A volume is missing, or nothing makes one. */
    private static Stream<ReleasedFault> storage() {
        return Stream.of(
                ReleasedFault.of(
                        "no-claim",
                        web("{volumes: [{name: data, persistentVolumeClaim: {claimName: data}}], " + APP + "}"),
                        "Deployment.apps/no-claim/web",
                        "persistentvolumeclaim \"data\" not found"),
                ReleasedFault.of(
                        "unbound",
                        claim("storageClassName: nowhere", "1Gi")
                                + "---\n"
                                + web("{volumes: [{name: data, persistentVolumeClaim: {claimName: data}}], " + APP
                                        + "}"),
                        "PersistentVolumeClaim/unbound/data"),
                ReleasedFault.of(
                        "template",
                        set("StatefulSet", "{" + APP + "}")
                                + "  volumeClaimTemplates: [{metadata: {name: data}, spec: {storageClassName: nowhere, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]\n",
                        "StatefulSet.apps/template/web",
                        "unbound immediate PersistentVolumeClaims"),
                ReleasedFault.of(
                                "shrunk",
                                claim("storageClassName: kept", "1Gi"),
                                "PersistentVolumeClaim/shrunk/data",
                                "can not be less than status.capacity")
                        .after(claim("storageClassName: kept", "2Gi")),
                ReleasedFault.of(
                                "claim-mode",
                                claim("storageClassName: kept", "2Gi").replace("ReadWriteOnce", "ReadWriteMany"),
                                "PersistentVolumeClaim/claim-mode/data",
                                "spec is immutable after creation")
                        .after(claim("storageClassName: kept", "2Gi")));
    }
}
