package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.CanaryWorld.CANARY;
import static io.keelstream.planner.reconcile.CanaryWorld.CONFIG;
import static io.keelstream.planner.reconcile.CanaryWorld.DEPLOYMENT;
import static io.keelstream.planner.reconcile.CanaryWorld.NEW;
import static io.keelstream.planner.reconcile.CanaryWorld.ROUTE;
import static io.keelstream.planner.reconcile.CanaryWorld.SERVICE;
import static io.keelstream.planner.reconcile.CanaryWorld.ordinary;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.kubernetes.object.Manifest;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Trials of workloads that a ScaledObject of KEDA scales. */
class KedaCanaryTests extends SandboxedCanary {

    private static final String SCALED_OBJECT = """
        apiVersion: keda.sh/v1alpha1
        kind: ScaledObject
        metadata: {name: web}
        spec:
          scaleTargetRef: {name: web}
          minReplicaCount: 2
          maxReplicaCount: 9
          triggers: [{type: prometheus, metadata: {query: up, threshold: "100"}}]
        """;

    @BeforeAll
    static void keda() throws Exception {
        world.sandbox().definitions("keda.yaml");
    }

    @Test
    void workloadIsPutOnTrialWithItsScaledObjectBesideTheAutoscalerThatKedaMadeOfThat() throws Exception {
        // Given
        world.released("keda", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG, SCALED_OBJECT);
        String scaler = world.sandbox().read("ScaledObject.keda.sh/keda/web").uid();
        world.sandbox().create("""
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata:
                  name: keda-hpa-web
                  namespace: keda
                  ownerReferences:
                    - {apiVersion: keda.sh/v1alpha1, kind: ScaledObject, name: web, uid: "%s", controller: true}
                spec: {maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
                """.formatted(scaler), "keda");

        // When
        Plan plan = world.desired(
                "keda",
                CANARY,
                NEW,
                SERVICE,
                ROUTE,
                CONFIG,
                SCALED_OBJECT.replace("maxReplicaCount: 9", "maxReplicaCount: 12"));

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        Trial.Body body = Objects.requireNonNull(Objects.requireNonNull(
                        plan.trial(), () -> String.valueOf(plan.work().canary()))
                .stable()
                .autoscaler());
        assertThat(body.reference()).isEqualTo("ScaledObject.keda.sh/keda/web");
        assertThat(body.uid()).isEqualTo(scaler);
        assertThat(new Manifest(body.body()).at("spec", "maxReplicaCount")).isEqualTo(12L);
    }

    @Test
    void workloadThatKedaMayTakeAllPodsFromIsOrdinary() throws Exception {
        // Given
        String idle = SCALED_OBJECT.replace("  minReplicaCount: 2", "  minReplicaCount: 2\n  idleReplicaCount: 0");
        world.released("idle", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG, idle);

        // Then
        assertThat(ordinary(world.desired("idle", CANARY, NEW, SERVICE, ROUTE, CONFIG, idle)))
                .isEqualTo("ScaledObject.keda.sh/idle/web has an idleReplicaCount, so it could take its pods away while"
                        + " its traffic is");
    }

    @Test
    void workloadOfAScaledObjectThatIsNewIsOrdinary() throws Exception {
        // Given
        world.released("keda-new", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(ordinary(world.desired("keda-new", CANARY, NEW, SERVICE, ROUTE, CONFIG, SCALED_OBJECT)))
                .isEqualTo("ScaledObject.keda.sh/keda-new/web is new, so it does not scale it yet");
    }
}
