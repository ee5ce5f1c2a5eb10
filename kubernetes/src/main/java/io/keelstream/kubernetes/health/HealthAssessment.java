package io.keelstream.kubernetes.health;

import io.keelstream.kubernetes.object.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Assesses one object: first by rules that hold for every kind, then by its kind's. Kinds are matched by group and kind, so
 * a custom resource that is named like a built-in one is assessed as a custom resource.
 */
public final class HealthAssessment {

    private HealthAssessment() {}

    /** The object's health by the built-in rules. */
    public static HealthStatus of(Manifest object, HealthContext context) {
        return of(object, context, CustomHealth.NONE);
    }

    /** The object's health; the installation's rules take precedence over those of the kind, but not over the generic ones. */
    public static HealthStatus of(Manifest object, HealthContext context, CustomHealth custom) {
        HealthStatus generic = GenericRules.of(object);
        if (generic != null) {
            return generic;
        }
        HealthStatus own = custom.of(object);
        return own != null ? own : ofKind(object, context);
    }

    /**
     * Whether a degraded object stays so: waiting for a failed Job, or for a Deployment past its progress deadline, is in
     * vain.
     */
    public static boolean failedForGood(Manifest degraded) {
        return switch (degraded.groupKind().toString()) {
            case "Job.batch" -> true;
            case "Deployment.apps" -> WorkloadRules.failedForGood(degraded);
            default -> false;
        };
    }

    private static HealthStatus ofKind(Manifest object, HealthContext context) {
        return switch (object.groupKind().toString()) {
            case "Deployment.apps" -> WorkloadRules.deployment(object, context);
            case "ReplicaSet.apps" -> WorkloadRules.replicaSet(object);
            case "StatefulSet.apps" -> WorkloadRules.statefulSet(object);
            case "DaemonSet.apps" -> WorkloadRules.daemonSet(object);
            case "Pod" -> PodRules.of(object, context);
            case "Job.batch" -> JobRules.job(object);
            case "CronJob.batch" -> JobRules.cronJob(object);
            case "Service" -> NetworkRules.service(object);
            case "Ingress.networking.k8s.io", "Ingress.extensions" -> NetworkRules.ingress(object, context);
            case "Gateway.gateway.networking.k8s.io" -> NetworkRules.gateway(object);
            case "HTTPRoute.gateway.networking.k8s.io",
                    "GRPCRoute.gateway.networking.k8s.io",
                    "TLSRoute.gateway.networking.k8s.io",
                    "TCPRoute.gateway.networking.k8s.io",
                    "UDPRoute.gateway.networking.k8s.io" -> NetworkRules.route(object);
            case "PersistentVolumeClaim" -> StorageRules.claim(object, context);
            case "HorizontalPodAutoscaler.autoscaling" -> ScalingRules.autoscaler(object, context);
            case "PodDisruptionBudget.policy" -> ScalingRules.disruptionBudget(object, context);
            case "CustomResourceDefinition.apiextensions.k8s.io" -> DefinitionRules.customResource(object);
            case "APIService.apiregistration.k8s.io" -> DefinitionRules.apiService(object);
            default -> ConditionRules.of(object, context);
        };
    }

    static HealthStatus healthy() {
        return new HealthStatus(Health.HEALTHY, "");
    }

    static HealthStatus healthy(String message) {
        return new HealthStatus(Health.HEALTHY, message);
    }

    static HealthStatus progressing(String message) {
        return new HealthStatus(Health.PROGRESSING, message);
    }

    static HealthStatus degraded(String message) {
        return new HealthStatus(Health.DEGRADED, message);
    }

    static HealthStatus suspended(String message) {
        return new HealthStatus(Health.SUSPENDED, message);
    }

    /** A whole number of the tree; {@code otherwise} for anything else. */
    static long number(@Nullable Object value, long otherwise) {
        return value instanceof Number number ? number.longValue() : otherwise;
    }
}
