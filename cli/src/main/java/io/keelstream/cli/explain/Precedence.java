package io.keelstream.cli.explain;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetState.ObjectHealth;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which of several problems is the cause of the others. What keeps everything from being looked at comes before what is wrong with
 * single objects, and what others stand on before what stands on it: a claim that is not bound before the pods that wait for it, those
 * before the Ingress that finds no endpoint. Where neither decides, the order of the services stays. Pure.
 */
final class Precedence {

    /** Nothing is known or done before these end. */
    private static final Set<String> OF_EVERYTHING = labels(
            Reason.POISON_EVENT,
            Reason.UNKNOWN_CLUSTER,
            Reason.CLUSTER_UNREACHABLE,
            Reason.CLUSTER_BUSY,
            Reason.CLUSTER_REPLACED,
            Reason.STOPPED,
            Reason.INTERNAL);

    /** What was applied does not become healthy: where something else could not be applied at all, that may be why. */
    private static final Set<String> OF_HEALTH =
            labels(Reason.NOT_HEALTHY, Reason.NOT_HEALTHY_IN_TIME, Reason.NOT_ESTABLISHED, Reason.FAILED);

    /** Said beside a cause, of what follows from it. */
    private static final Set<String> CONSEQUENCES = labels(
            Reason.APPROVAL_MISSING,
            Reason.AND_MORE,
            Reason.DEGRADED_BEFORE,
            Reason.LEFT_IN_PLACE,
            Reason.KEPT,
            Reason.HELD,
            Reason.HOOK_LEFT_OUT);

    private static final List<Set<String>> STANDING = List.of(
            Set.of(
                    "Namespace",
                    "CustomResourceDefinition.apiextensions.k8s.io",
                    "APIService.apiregistration.k8s.io",
                    "StorageClass.storage.k8s.io",
                    "PriorityClass.scheduling.k8s.io"),
            Set.of(
                    "ServiceAccount",
                    "Role.rbac.authorization.k8s.io",
                    "RoleBinding.rbac.authorization.k8s.io",
                    "ClusterRole.rbac.authorization.k8s.io",
                    "ClusterRoleBinding.rbac.authorization.k8s.io",
                    "ResourceQuota",
                    "LimitRange",
                    "Secret",
                    "ConfigMap"),
            Set.of("PersistentVolume", "PersistentVolumeClaim"),
            Set.of("Job.batch"),
            Set.of("StatefulSet.apps", "DaemonSet.apps", "Deployment.apps", "ReplicaSet.apps", "Pod", "CronJob.batch"));

    /** What is not listed: custom resources, which workloads may use, and what leads to workloads. */
    private static final int UNLISTED = STANDING.size();

    private Precedence() {}

    /** The problems, causes first. */
    static List<Problem> sorted(List<Problem> problems) {
        return problems.stream()
                .sorted(Comparator.comparingInt(Precedence::ofReason)
                        .thenComparingInt(each -> ofObject(each.where(), health(each.message()))))
                .toList();
    }

    /** The objects that are not healthy, causes first. */
    static List<ObjectHealth> objects(List<ObjectHealth> unhealthy) {
        Function<ObjectHealth, Health> health = Precedence::health;
        return unhealthy.stream()
                .filter(each -> health.apply(each) != Health.SUSPENDED)
                .sorted(Comparator.<ObjectHealth>comparingInt(each -> ofObject(each.reference(), health.apply(each)))
                        .thenComparing(health))
                .toList();
    }

    private static int ofReason(Problem problem) {
        String reason = problem.reason();
        if (OF_EVERYTHING.contains(reason)) {
            return 0;
        }
        return CONSEQUENCES.contains(reason) ? 3 : OF_HEALTH.contains(reason) ? 2 : 1;
    }

    /** A custom resource that failed for good is no consequence of workloads that are on their way. */
    private static int ofObject(@Nullable String where, Health health) {
        String kind = kind(where);
        for (int i = 0; i < STANDING.size(); i++) {
            if (STANDING.get(i).contains(kind)) {
                return i;
            }
        }
        boolean leadsToWorkloads = kind.endsWith(".networking.k8s.io")
                || kind.endsWith(".networking.istio.io")
                || kind.endsWith(".keda.sh")
                || kind.endsWith(".autoscaling")
                || kind.endsWith(".policy")
                || kind.equals("Service");
        return !leadsToWorkloads && (health == Health.DEGRADED || health == Health.MISSING) ? 2 : UNLISTED;
    }

    private static String kind(@Nullable String where) {
        if (where == null) {
            return "";
        }
        try {
            return ObjectReference.parse(where).groupKind().toString();
        } catch (IllegalArgumentException _) {
            return ""; // a file, a target or a ref
        }
    }

    private static Health health(ObjectHealth object) {
        return health(object.health());
    }

    /** The health that a text begins with, as the applier writes what it waited for. */
    private static Health health(String text) {
        int end = text.indexOf(':');
        try {
            return Health.valueOf((end < 0 ? text : text.substring(0, end)).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            return Health.UNKNOWN; // of a newer version, or a text about something else
        }
    }

    private static Set<String> labels(Reason... reasons) {
        return Arrays.stream(reasons).map(Reason::label).collect(Collectors.toUnmodifiableSet());
    }
}
