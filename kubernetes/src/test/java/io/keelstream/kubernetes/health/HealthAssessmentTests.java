package io.keelstream.kubernetes.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/** Every row of the health table, each as one small object and the state it must be in. */
class HealthAssessmentTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** One line each: wave or standing, age in seconds, expected state, then the object in YAML flow style. */
    private static final List<String> TABLE = List.of(
            "wave|0|Healthy|{apiVersion: v1, kind: Pod, metadata: {annotations: {keelstream.io/health: ignore}},"
                    + " status: {phase: Failed}}",
            "wave|0|Progressing|{apiVersion: v1, kind: ConfigMap, metadata: {deletionTimestamp:"
                    + " '2026-03-01T11:00:00Z'}}",
            "wave|0|Progressing|{apiVersion: apps/v1, kind: Deployment, metadata: {generation: 1}, spec: {replicas:"
                    + " 1}}",
            "wave|0|Progressing|{apiVersion: x.io/v1, kind: A, metadata: {generation: 3}, status: {observedGeneration:"
                    + " 2}}",
            "wave|0|Degraded|{apiVersion: x.io/v1, kind: A, status: {conditions: [{type: Stalled, status: 'True'}]}}",
            "wave|0|Progressing|{apiVersion: x.io/v1, kind: A, status: {conditions: [{type: Reconciling, status:"
                    + " 'True'}]}}",
            "wave|0|Progressing|{apiVersion: x.io/v1, kind: A, metadata: {generation: 2}, status: {conditions: [{type: Ready, status: 'True', reason: Done, observedGeneration: 1}]}}",
            "wave|0|Healthy|{apiVersion: x.io/v1, kind: A, metadata: {generation: 2}, status: {conditions: [{type: Ready, status: 'True', reason: Done, observedGeneration: 2}]}}",
            "wave|0|Healthy|{apiVersion: x.io/v1, kind: A, metadata: {generation: 2}, status: {conditions: [{type: Ready, status: 'True', reason: Done, observedGeneration: 3}]}}",
            "wave|0|Progressing|{apiVersion: x.io/v1, kind: A, metadata: {generation: 2}, status: {conditions: [{type: Available, status: 'True', reason: Done, observedGeneration: 1}]}}",
            "wave|0|Progressing|{apiVersion: x.io/v1, kind: A, metadata: {generation: 2}, status: {conditions: [{type: Ready, status: 'False', reason: BuildFailed, observedGeneration: 1}]}}",
            "wave|0|Degraded|{apiVersion: x.io/v1, kind: A, metadata: {generation: 2}, status: {conditions: [{type: Ready, status: 'False', reason: BuildFailed, observedGeneration: 2}]}}",
            "wave|0|Healthy|{apiVersion: x.io/v1, kind: A, metadata: {generation: 2}, status: {conditions: [{type: Stalled, status: 'True', reason: Done, observedGeneration: 1}]}}",
            "wave|0|Healthy|{apiVersion: x.io/v1, kind: A, metadata: {generation: 2}, status: {conditions: [{type: Reconciling, status: 'True', reason: Done, observedGeneration: 1}]}}",
            "wave|0|Progressing|{apiVersion: x.io/v1, kind: A, metadata: {generation: 2}, status: {observedGeneration: 2, conditions: [{type: Ready, status: 'True', reason: Done, observedGeneration: 1}]}}",
            "wave|0|Healthy|{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {generation: 2}, status: {observedGeneration: 2, conditions: [{type: DisruptionAllowed, status: 'False', reason: SyncFailed, observedGeneration: 1}]}}",
            "wave|0|Progressing|{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {generation: 2}, status: {conditions: [{type: Programmed, status: 'False', reason: Done, observedGeneration: 1}]}}",
            "wave|0|Progressing|{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {generation: 2}, status: {conditions: [{type: Available, status: 'True', reason: Done, observedGeneration: 1}]}}",
            "wave|0|Healthy|{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {generation: 2}, status: {conditions: [{type: Established, status: 'True', reason: Done, observedGeneration: 1}]}}",
            "wave|0|Progressing|{apiVersion: apps/v1, kind: Deployment, metadata: {managedFields: [{manager: keelstream, operation: Apply, apiVersion: apps/v1, time: '2026-03-01T11:00:01Z', fieldsV1: {}}]}, spec: {replicas: 1}, status: {replicas: 1, conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, lastUpdateTime: '2026-03-01T11:00:00Z'}]}}",
            "wave|0|Progressing|{apiVersion: apps/v1, kind: Deployment, metadata: {managedFields: [{manager: keelstream, operation: Apply, apiVersion: apps/v1, time: '2026-03-01T11:00:00Z', fieldsV1: {}}]}, spec: {replicas: 1}, status: {replicas: 1, conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, lastUpdateTime: '2026-03-01T11:00:00Z'}]}}",
            "wave|0|Degraded|{apiVersion: apps/v1, kind: Deployment, metadata: {managedFields: [{manager: keelstream, operation: Apply, apiVersion: apps/v1, time: '2026-03-01T10:59:59Z', fieldsV1: {}}]}, spec: {replicas: 1}, status: {replicas: 1, conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, lastUpdateTime: '2026-03-01T11:00:00Z'}]}}",
            "wave|0|Progressing|{apiVersion: apps/v1, kind: Deployment, metadata: {managedFields: [{manager: keelstream, operation: Apply, apiVersion: apps/v1, time: '2026-03-01T11:00:01Z', fieldsV1: {}}]}, spec: {replicas: 1}, status: {replicas: 1, conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, lastTransitionTime: '2026-03-01T11:00:00Z'}]}}",
            "standing|7200|Degraded|{apiVersion: apps/v1, kind: Deployment, metadata: {managedFields: [{manager: keelstream, operation: Apply, apiVersion: apps/v1, time: '2026-03-01T11:00:01Z', fieldsV1: {}}]}, spec: {replicas: 1}, status: {replicas: 1, conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, lastUpdateTime: '2026-03-01T11:00:00Z'}]}}",
            "wave|7200|Healthy|{apiVersion: batch/v1, kind: CronJob, metadata: {managedFields: [{manager: keelstream, operation: Apply, apiVersion: batch/v1, time: '2026-03-01T11:00:01Z', fieldsV1: {}}]}, status: {lastScheduleTime: '2026-03-01T11:00:00Z'}}",
            "standing|7200|Healthy|{apiVersion: batch/v1, kind: CronJob, metadata: {managedFields: [{manager: keelstream, operation: Apply, apiVersion: batch/v1, time: '2026-03-01T11:00:01Z', fieldsV1: {}}]}, status: {lastScheduleTime: '2026-03-01T11:00:00Z'}}",
            "wave|7200|Degraded|{apiVersion: batch/v1, kind: CronJob, metadata: {managedFields: [{manager: keelstream, operation: Apply, apiVersion: batch/v1, time: '2026-03-01T10:59:59Z', fieldsV1: {}}]}, status: {lastScheduleTime: '2026-03-01T11:00:00Z'}}",
            "standing|7200|Degraded|{apiVersion: batch/v1, kind: CronJob, metadata: {managedFields: [{manager: keelstream, operation: Apply, apiVersion: batch/v1, time: '2026-03-01T10:59:59Z', fieldsV1: {}}]}, status: {lastScheduleTime: '2026-03-01T11:00:00Z'}}",
            "wave|0|Healthy|{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {generation: 1}, status: {observedGeneration: 1, conditions: [{type: DisruptionAllowed, status: 'False', reason: SyncFailed}]}}",
            "standing|7200|Degraded|{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {generation: 1}, status: {observedGeneration: 1, conditions: [{type: DisruptionAllowed, status: 'False', reason: SyncFailed}]}}",
            "wave|60|Degraded|{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {annotations: {autoscaling.alpha.kubernetes.io/conditions: '[{\"type\":\"AbleToScale\",\"status\":\"False\",\"reason\":\"FailedGetScale\"}]'}}, status: {currentReplicas: 0}}",
            "wave|60|Healthy|{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {annotations: {autoscaling.alpha.kubernetes.io/conditions: '[{\"type\":\"AbleToScale\",\"status\":\"True\",\"reason\":\"ReadyForNewScale\"}]'}}, status: {currentReplicas: 1}}",
            "standing|7200|Degraded|{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {annotations: {autoscaling.alpha.kubernetes.io/conditions: '[{\"type\":\"ScalingActive\",\"status\":\"False\",\"reason\":\"FailedGetResourceMetric\",\"lastTransitionTime\":\"2026-03-01T11:00:00Z\"}]'}}, status: {}}",
            "wave|0|Progressing|{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {annotations: {autoscaling.alpha.kubernetes.io/conditions: 'not json'}}}",
            "wave|0|Suspended|{apiVersion: apps/v1, kind: Deployment, spec: {paused: true}}",
            "wave|0|Degraded|{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 1}, status: {conditions: [{type:"
                    + " Progressing, status: 'False', reason: ProgressDeadlineExceeded}]}}",
            "wave|0|Progressing|{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 3}, status: {replicas: 3,"
                    + " updatedReplicas: 2, availableReplicas: 3}}",
            "wave|0|Progressing|{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 3}, status: {replicas: 4,"
                    + " updatedReplicas: 3, availableReplicas: 3}}",
            "wave|0|Progressing|{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 3}, status: {replicas: 3,"
                    + " updatedReplicas: 3, availableReplicas: 2}}",
            "wave|0|Healthy|{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 3}, status: {replicas: 3,"
                    + " updatedReplicas: 3, availableReplicas: 3}}",
            "wave|0|Healthy|{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 0}, status: {}}",
            "wave|0|Progressing|{apiVersion: apps/v1, kind: Deployment, spec: {}, status: {}}",
            "wave|0|Degraded|{apiVersion: apps/v1, kind: ReplicaSet, spec: {replicas: 1}, status: {conditions: [{type:"
                    + " ReplicaFailure, status: 'True'}]}}",
            "wave|0|Progressing|{apiVersion: apps/v1, kind: ReplicaSet, spec: {replicas: 2}, status:"
                    + " {availableReplicas: 1}}",
            "wave|0|Progressing|{apiVersion: apps/v1, kind: StatefulSet, spec: {replicas: 2}, status: {readyReplicas:"
                    + " 1}}",
            "wave|0|Healthy|{apiVersion: apps/v1, kind: StatefulSet, spec: {replicas: 1, updateStrategy: {type:"
                    + " OnDelete}}, status: {readyReplicas: 1, updateRevision: b, currentRevision: a}}",
            "wave|0|Progressing|{apiVersion: apps/v1, kind: StatefulSet, spec: {replicas: 3, updateStrategy:"
                    + " {rollingUpdate: {partition: 1}}}, status: {readyReplicas: 3, updatedReplicas: 1}}",
            "wave|0|Healthy|{apiVersion: apps/v1, kind: StatefulSet, spec: {replicas: 3, updateStrategy:"
                    + " {rollingUpdate: {partition: 1}}}, status: {readyReplicas: 3, updatedReplicas: 2, updateRevision:"
                    + " b, currentRevision: a}}",
            "wave|0|Progressing|{apiVersion: apps/v1, kind: StatefulSet, spec: {replicas: 1}, status: {readyReplicas:"
                    + " 1, updateRevision: b, currentRevision: a}}",
            "wave|0|Healthy|{apiVersion: apps/v1, kind: StatefulSet, spec: {replicas: 1}, status: {readyReplicas: 1,"
                    + " updateRevision: a, currentRevision: a}}",
            "wave|0|Healthy|{apiVersion: apps/v1, kind: DaemonSet, spec: {updateStrategy: {type: OnDelete}}, status:"
                    + " {desiredNumberScheduled: 2}}",
            "wave|0|Progressing|{apiVersion: apps/v1, kind: DaemonSet, spec: {}, status: {desiredNumberScheduled: 2,"
                    + " updatedNumberScheduled: 1}}",
            "wave|0|Progressing|{apiVersion: apps/v1, kind: DaemonSet, spec: {}, status: {desiredNumberScheduled: 2,"
                    + " updatedNumberScheduled: 2, numberAvailable: 1}}",
            "wave|0|Healthy|{apiVersion: apps/v1, kind: DaemonSet, spec: {}, status: {desiredNumberScheduled: 2,"
                    + " updatedNumberScheduled: 2, numberAvailable: 2}}",
            "wave|0|Degraded|{apiVersion: v1, kind: Pod, status: {phase: Running, containerStatuses: [{name: a, state:"
                    + " {waiting: {reason: CrashLoopBackOff}}}]}}",
            "wave|0|Degraded|{apiVersion: v1, kind: Pod, status: {phase: Pending, initContainerStatuses: [{name: a,"
                    + " state: {waiting: {reason: ErrImagePull}}}]}}",
            "wave|0|Progressing|{apiVersion: v1, kind: Pod, status: {phase: Pending}}",
            "wave|0|Healthy|{apiVersion: v1, kind: Pod, status: {phase: Running, conditions: [{type: Ready, status:"
                    + " 'True'}]}}",
            "wave|0|Progressing|{apiVersion: v1, kind: Pod, status: {phase: Running}}",
            "wave|0|Degraded|{apiVersion: v1, kind: Pod, status: {phase: Running, containerStatuses: [{name: a, ready:"
                    + " false, state: {running: {}}, lastState: {terminated: {exitCode: 137, reason: OOMKilled}}}]}}",
            "wave|0|Progressing|{apiVersion: v1, kind: Pod, spec: {restartPolicy: Never}, status: {phase: Running,"
                    + " conditions: [{type: Ready, status: 'True'}]}}",
            "wave|0|Healthy|{apiVersion: v1, kind: Pod, spec: {restartPolicy: Never}, status: {phase: Succeeded}}",
            "wave|0|Degraded|{apiVersion: v1, kind: Pod, spec: {restartPolicy: Never}, status: {phase: Failed,"
                    + " containerStatuses: [{name: a, state: {terminated: {exitCode: 1}}}]}}",
            "wave|0|Degraded|{apiVersion: batch/v1, kind: Job, status: {conditions: [{type: Failed, status: 'True',"
                    + " reason: BackoffLimitExceeded}]}}",
            "wave|0|Healthy|{apiVersion: batch/v1, kind: Job, status: {conditions: [{type: Complete, status:"
                    + " 'True'}]}}",
            "wave|0|Suspended|{apiVersion: batch/v1, kind: Job, spec: {suspend: true}}",
            "wave|0|Progressing|{apiVersion: batch/v1, kind: Job, status: {active: 1}}",
            "wave|0|Suspended|{apiVersion: batch/v1, kind: CronJob, spec: {suspend: true}}",
            "wave|0|Degraded|{apiVersion: batch/v1, kind: CronJob, status: {lastScheduleTime: '2026-03-01T11:00:00Z',"
                    + " lastSuccessfulTime: '2026-03-01T10:00:00Z'}}",
            "wave|0|Healthy|{apiVersion: batch/v1, kind: CronJob, status: {active: [{name: a}], lastScheduleTime:"
                    + " '2026-03-01T11:00:00Z'}}",
            "wave|0|Progressing|{apiVersion: v1, kind: Service, spec: {type: LoadBalancer}}",
            "wave|0|Healthy|{apiVersion: v1, kind: Service, spec: {type: LoadBalancer}, status: {loadBalancer:"
                    + " {ingress: [{ip: 10.0.0.1}]}}}",
            "wave|0|Healthy|{apiVersion: v1, kind: Service, spec: {}}",
            "wave|0|Healthy|{apiVersion: networking.k8s.io/v1, kind: Ingress}",
            "wave|0|Healthy|{apiVersion: v1, kind: PersistentVolumeClaim, status: {phase: Bound}}",
            "wave|0|Degraded|{apiVersion: v1, kind: PersistentVolumeClaim, status: {phase: Lost}}",
            "wave|0|Progressing|{apiVersion: v1, kind: PersistentVolumeClaim, status: {phase: Pending}}",
            "wave|5|Progressing|{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler}",
            "wave|31|Healthy|{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler}",
            "wave|0|Degraded|{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, status: {conditions: [{type:"
                    + " AbleToScale, status: 'False', reason: FailedGetScale}]}}",
            "wave|0|Degraded|{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, status: {conditions: [{type:"
                    + " AbleToScale, status: 'True'}, {type: ScalingActive, status: 'False', reason: InvalidSelector}]}}",
            "wave|0|Healthy|{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, status: {conditions: [{type:"
                    + " AbleToScale, status: 'True'}, {type: ScalingActive, status: 'False', reason:"
                    + " FailedGetResourceMetric, lastTransitionTime: '2026-03-01T11:00:00Z'}]}}",
            "standing|9999|Degraded|{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, status: {conditions:"
                    + " [{type: AbleToScale, status: 'True'}, {type: ScalingActive, status: 'False', reason:"
                    + " FailedGetResourceMetric, lastTransitionTime: '2026-03-01T11:00:00Z'}]}}",
            "wave|0|Healthy|{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, status: {conditions: [{type:"
                    + " ScalingActive, status: 'False', reason: ScalingDisabled}]}}",
            "wave|0|Healthy|{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, status: {conditions: [{type:"
                    + " ScalingLimited, status: 'True'}]}}",
            "wave|0|Degraded|{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, status:"
                    + " {conditions: [{type: NamesAccepted, status: 'False'}]}}",
            "wave|0|Healthy|{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, status: {conditions:"
                    + " [{type: Established, status: 'True'}]}}",
            "wave|0|Progressing|{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition}",
            "wave|0|Healthy|{apiVersion: apiregistration.k8s.io/v1, kind: APIService, status: {conditions: [{type:"
                    + " Available, status: 'True'}]}}",
            "wave|0|Progressing|{apiVersion: apiregistration.k8s.io/v1, kind: APIService, status: {conditions: [{type:"
                    + " Available, status: 'False'}]}}",
            "wave|0|Healthy|{apiVersion: policy/v1, kind: PodDisruptionBudget, status: {conditions: [{type:"
                    + " DisruptionAllowed, status: 'False', reason: InsufficientPods}]}}",
            "wave|0|Progressing|{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway}",
            "wave|0|Degraded|{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, status: {conditions: [{type:"
                    + " Programmed, status: 'False'}]}}",
            "wave|0|Healthy|{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, status: {parents:"
                    + " [{conditions: [{type: Accepted, status: 'True'}, {type: ResolvedRefs, status: 'True'}]}]}}",
            "wave|0|Degraded|{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, status: {parents:"
                    + " [{conditions: [{type: Accepted, status: 'True'}, {type: ResolvedRefs, status: 'False'}]}]}}",
            "wave|0|Healthy|{apiVersion: x.io/v1, kind: Namespace, status: {conditions: [{type: Ready, status:"
                    + " 'True'}]}}",
            "wave|0|Progressing|{apiVersion: x.io/v1, kind: A, status: {conditions: [{type: Ready, status: 'False',"
                    + " reason: Waiting}]}}",
            "wave|0|Degraded|{apiVersion: x.io/v1, kind: A, status: {conditions: [{type: Available, status: 'False',"
                    + " reason: InstallFailed}]}}",
            "wave|0|Healthy|{apiVersion: v1, kind: ConfigMap, data: {a: b}}");

    @TestFactory
    Collection<DynamicTest> everyRowOfTheTable() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String row : TABLE) {
            String[] parts = row.split("\\|", 4);
            Instant applied = NOW.minusSeconds(Long.parseLong(parts[1]));
            HealthContext context = new HealthContext(NOW, applied, parts[0].equals("standing"), false, false, false);
            tests.add(DynamicTest.dynamicTest(
                    row,
                    () -> assertThat(HealthAssessment.of(object(parts[3]), context)
                                    .health())
                            .hasToString(parts[2])));
        }
        return tests;
    }

    @Test
    void ingressWaitsForItsAddressWhereThePolicyAsksForOne() {
        // Given
        HealthContext context = new HealthContext(NOW, NOW, false, true, false, false);

        // When
        HealthStatus status = HealthAssessment.of(object("{apiVersion: networking.k8s.io/v1, kind: Ingress}"), context);

        // Then
        assertThat(status.health()).isEqualTo(Health.PROGRESSING);
    }

    @Test
    void pendingClaimThatWaitsForItsConsumerIsHealthy() {
        // Given
        HealthContext context = new HealthContext(NOW, NOW, false, false, true, false);

        // When
        HealthStatus status = HealthAssessment.of(
                object("{apiVersion: v1, kind: PersistentVolumeClaim, status: {phase: Pending}}"), context);

        // Then
        assertThat(status.health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void customResourceIsGivenThirtySecondsToReportAStatus() {
        // Given
        Manifest object = object("{apiVersion: x.io/v1, kind: A, metadata: {generation: 1}}");

        // When
        HealthStatus young = HealthAssessment.of(
                object, new HealthContext(NOW, NOW.minus(Duration.ofSeconds(5)), false, false, false, true));
        HealthStatus old = HealthAssessment.of(
                object, new HealthContext(NOW, NOW.minus(Duration.ofSeconds(31)), false, false, false, true));

        // Then
        assertThat(young.health()).isEqualTo(Health.PROGRESSING);
        assertThat(old.health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void objectOfIstioNeedsNoStatus() {
        // Given
        Manifest object =
                object("{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {generation: 1}}");

        // When
        HealthStatus young = HealthAssessment.of(
                object, new HealthContext(NOW, NOW.minus(Duration.ofSeconds(5)), false, false, false, true));

        // Then
        assertThat(young.health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void unschedulablePodSaysWhyAfterAMinute() {
        // Given
        Manifest pod = object("{apiVersion: v1, kind: Pod, status: {phase: Pending, conditions: [{type: PodScheduled,"
                + " status: 'False', message: no nodes, lastTransitionTime: '2026-03-01T11:58:00Z'}]}}");

        // When
        HealthStatus status = HealthAssessment.of(pod, HealthContext.waiting(NOW, NOW));

        // Then
        assertThat(status).isEqualTo(new HealthStatus(Health.PROGRESSING, "cannot be scheduled: no nodes"));
    }

    private static Manifest object(String yaml) {
        Object tree = new Yaml().load(yaml);
        return new Manifest(Manifest.map(widened(tree)));
    }

    /** SnakeYAML reads small integers as Integer; trees of this module hold Long. */
    private static Object widened(Object value) {
        if (value instanceof java.util.Map<?, ?> map) {
            var copy = new java.util.LinkedHashMap<String, Object>();
            map.forEach((key, child) -> copy.put(String.valueOf(key), widened(child)));
            return copy;
        }
        if (value instanceof List<?> list) {
            return new ArrayList<>(
                    list.stream().map(HealthAssessmentTests::widened).toList());
        }
        return value instanceof Integer number ? Long.valueOf(number) : value;
    }
}
