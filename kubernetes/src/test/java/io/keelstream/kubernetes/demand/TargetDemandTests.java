package io.keelstream.kubernetes.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.Assessment.Demand;
import io.keelstream.contracts.plan.Assessment.DemandRange;
import io.keelstream.kubernetes.policy.Objects;
import org.junit.jupiter.api.Test;

/** What the pods of a target request together. */
class TargetDemandTests {

    private static final long MIB = 1L << 20;

    private static DemandRange demand(String yaml) {
        return TargetDemand.of(Objects.of(yaml).all(), 4);
    }

    private static DemandRange range(long leastMillis, long leastMib, long mostMillis, long mostMib) {
        return new DemandRange(new Demand(leastMillis, leastMib * MIB), new Demand(mostMillis, mostMib * MIB));
    }

    private static DemandRange exactly(long millis, long mib) {
        return range(millis, mib, millis, mib);
    }

    private static String workload(String kind, String spec, String pod) {
        return """
            ---
            apiVersion: apps/v1
            kind: %s
            metadata: {name: web}
            spec: {%s template: {spec: {%s}}}
            """.formatted(kind, spec, pod);
    }

    private static String app(String cpu, String memory) {
        return "containers: [{name: app, resources: {requests: {cpu: " + cpu + ", memory: " + memory + "}}}]";
    }

    @Test
    void workloadRequestsAsOftenAsItHasReplicas() {
        assertThat(demand(workload("Deployment", "", app("250m", "64Mi")))).isEqualTo(exactly(250, 64));
        assertThat(demand(workload("Deployment", "replicas: 3,", app("250m", "64Mi"))))
                .isEqualTo(exactly(750, 192));
        assertThat(demand(workload("StatefulSet", "replicas: 0,", app("1", "1Gi"))))
                .isEqualTo(exactly(0, 0));
    }

    @Test
    void daemonSetRequestsOnEveryNode() {
        assertThat(demand(workload("DaemonSet", "", app("0.5", "64Mi")))).isEqualTo(exactly(2000, 256));
    }

    @Test
    void autoscalerSaysTheFewestAndTheMostPods() {
        // Given
        String scaled = workload("Deployment", "replicas: 9,", app("1", "64Mi"));
        String autoscaler = """
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: 2, maxReplicas: 5}
            """;
        String keda = """
            ---
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata: {name: web}
            spec: {scaleTargetRef: {name: web}, minReplicaCount: 1, maxReplicaCount: 3}
            """;

        // Then
        assertThat(demand(scaled + autoscaler)).isEqualTo(range(2000, 128, 5000, 320));
        assertThat(demand(scaled + keda)).isEqualTo(range(1000, 64, 3000, 192));
        assertThat(demand(scaled + autoscaler.replace("minReplicas: 2, ", ""))).isEqualTo(range(1000, 64, 5000, 320));
        assertThat(demand(scaled + autoscaler.replace("name: web}, min", "name: other}, min")))
                .isEqualTo(exactly(9000, 576));
    }

    @Test
    void initContainersCountWhereTheyRequestMoreThanTheOthersTogether() {
        String pod = """
            initContainers: [
              {name: migrate, resources: {requests: {cpu: 3, memory: 10Mi}}},
              {name: proxy, restartPolicy: Always, resources: {requests: {cpu: 100m, memory: 10Mi}}},
              {name: warm, resources: {requests: {cpu: 1, memory: 100Mi}}}],
            containers: [
              {name: app, resources: {requests: {cpu: 1, memory: 50Mi}}},
              {name: side, resources: {limits: {cpu: 200m, memory: 30Mi}}}]
            """;
        assertThat(demand(workload("Deployment", "", pod))).isEqualTo(exactly(3000, 110));
    }

    @Test
    void podThatRequestsForAllItsContainersCountsByThat() {
        assertThat(demand(workload("Deployment", "", "resources: {requests: {cpu: 2}}, " + app("5", "64Mi"))))
                .isEqualTo(exactly(2000, 64));
    }

    @Test
    void whatEndsCountsNothing() {
        assertThat(demand("""
            apiVersion: batch/v1
            kind: Job
            metadata: {name: once}
            spec: {template: {spec: {containers: [{name: app, resources: {requests: {cpu: 1}}}]}}}
            """)).isEqualTo(DemandRange.NONE);
    }

    @Test
    void whatIsNoQuantityOrTooLargeEndsInNoError() {
        assertThat(demand(workload("Deployment", "", app("many", "-5Gi")))).isEqualTo(DemandRange.NONE);
        assertThat(demand(workload("Deployment", "replicas: 999999999,", app("900E", "900E")))
                        .most()
                        .memoryBytes())
                .isEqualTo(Long.MAX_VALUE);
    }
}
