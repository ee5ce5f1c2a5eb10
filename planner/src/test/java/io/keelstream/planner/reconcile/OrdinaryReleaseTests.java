package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.CanaryWorld.AUTOSCALER;
import static io.keelstream.planner.reconcile.CanaryWorld.CANARY;
import static io.keelstream.planner.reconcile.CanaryWorld.CONFIG;
import static io.keelstream.planner.reconcile.CanaryWorld.DEPLOYMENT;
import static io.keelstream.planner.reconcile.CanaryWorld.NEW;
import static io.keelstream.planner.reconcile.CanaryWorld.ROUTE;
import static io.keelstream.planner.reconcile.CanaryWorld.SERVICE;
import static io.keelstream.planner.reconcile.CanaryWorld.ordinary;
import static io.keelstream.planner.reconcile.CanaryWorld.traffic;
import static io.keelstream.planner.reconcile.CanaryWorld.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.contracts.canary.CanaryRules.Traffic;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.planner.sample.Samples;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Why a release is an ordinary one although the policy asks for canaries. */
class OrdinaryReleaseTests extends SandboxedCanary {

    @Test
    void workloadOnHoldIsNotPutOnTrial() throws Exception {
        // Given
        world.released("held", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        world.sandbox()
                .annotate("Deployment.apps/held/web", Map.of("keelstream.io/hold-until", "2999-01-01T00:00:00Z"));

        // When
        Plan plan = world.desired("held", CANARY, NEW, SERVICE, ROUTE, CONFIG.replace("blue", "red"));

        // Then
        assertThat(ordinary(plan)).isEqualTo("Deployment.apps/held/web is on hold");
    }

    @Test
    void changeOutsideThePodTemplateIsOrdinaryWithoutAReason() throws Exception {
        // Given
        world.released("same", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        Map<String, Long> before = new HashMap<>(world.sandbox().sandbox.requestCounts());

        // When
        Plan plan = world.desired("same", CANARY, DEPLOYMENT, SERVICE.replace("port: 80,", "port: 81,"), ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).isEqualTo(State.READY);
        assertThat(Objects.requireNonNull(plan.work().canary()).ordinary()).isNull();
        assertThat(plan.trial()).isNull();
        assertThat(world.sandbox().sandbox.requestCounts().get("get deployments"))
                .isEqualTo(before.get("get deployments"));
    }

    @Test
    void blockedVersionThatWasAppliedWithoutACanaryBlocksNoOtherChange() throws Exception {
        // Given
        world.released("forced", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        String more = SERVICE.replace("port: 80,", "port: 81,");
        String digest = Objects.requireNonNull(world.desired("forced", CANARY, DEPLOYMENT, more, ROUTE, CONFIG)
                        .work()
                        .canary())
                .digest();
        world.history(
                "forced",
                new Inventory.History(
                        null, new Inventory.Block("d", "c0ffee", digest, "harm", Instant.EPOCH), List.of()));

        // When
        Plan plan = world.sandbox().plan("t/forced");

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
    }

    @Test
    void runningVersionIsSentToTheApplierWhereNothingDiffers() throws Exception {
        // Given
        world.released("settled", TargetPolicy.DEFAULT, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // When
        Plan settled = world.desired("settled", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(settled.state()).as("%s", settled.problems()).isEqualTo(State.UNCHANGED);
        assertThat(Objects.requireNonNull(settled.work().canary()).ordinary()).isNull();
    }

    @Test
    void appliedVersionIsNotPutOnTrialAgainstItself() throws Exception {
        // Given
        world.released("doubted", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        world.doubt("doubted");

        // When
        world.sandbox().evaluate("t/doubted");
        Plan plan = world.sandbox().current("t/doubted");

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(plan.trial()).isNull();
        assertThat(Objects.requireNonNull(plan.work().canary()).ordinary()).isNull();
    }

    @Test
    void replacedOrPausedWorkloadIsOrdinary() throws Exception {
        // Given
        String replaced = DEPLOYMENT.replace(
                "metadata: {name: web,", "metadata: {name: web, annotations: {keelstream.io/replace: on-immutable},");
        world.released("replaced", CANARY, replaced, SERVICE, ROUTE, CONFIG);
        world.released("paused", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        String other = replaced.replace("{app: web, tier: front}}\n  template", "{app: web}}\n  template")
                .replace("web:1", "web:2");

        // When
        Plan replacing = world.desired("replaced", CANARY, other, SERVICE, ROUTE, CONFIG);
        Plan pausing = world.desired(
                "paused", CANARY, NEW.replace("  replicas", "  paused: true\n  replicas"), SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(ordinary(replacing))
                .isEqualTo("Deployment.apps/replaced/web is replaced, so the running version cannot be kept beside it");
        assertThat(ordinary(pausing)).isEqualTo("it is paused, so no rollout would follow the trial");
    }

    @Test
    void firstReleaseIsOrdinary() throws Exception {
        assertThat(ordinary(world.desired("initial", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG)))
                .isEqualTo("this is the first release of Deployment.apps/initial/web");
    }

    @Test
    void versionThatWasHealthyBeforeIsOrdinary() throws Exception {
        // Given
        world.released("before", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        String digest = Objects.requireNonNull(world.desired("before", CANARY, NEW, SERVICE, ROUTE, CONFIG)
                        .work()
                        .canary())
                .digest();
        world.history("before", new Inventory.History(null, null, List.of("sha256:newer", digest)));

        // When
        Plan plan = world.sandbox().plan("t/before");

        // Then
        assertThat(ordinary(plan)).isEqualTo("this version was healthy here before");
    }

    @Test
    void appliedTrialDigestNeedsNoTrialWhateverElseDiffers() throws Exception {
        // Given
        world.released("applied", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        String more = DEPLOYMENT.replace("replicas: 4", "replicas: 5");
        String digest = Objects.requireNonNull(world.desired("applied", CANARY, more, SERVICE, ROUTE, CONFIG)
                        .work()
                        .canary())
                .digest();
        world.history("applied", new Inventory.History(null, null, List.of(digest)));

        // When
        Plan plan = world.sandbox().plan("t/applied");

        // Then
        assertThat(plan.state()).isEqualTo(State.READY);
        assertThat(plan.trial()).isNull();
        assertThat(Objects.requireNonNull(plan.work().canary()).ordinary()).isNull();
    }

    @Test
    void fixOfABrokenVersionIsOrdinary() throws Exception {
        // Given
        String broken = DEPLOYMENT.replace(
                "labels: {app: web, tier: front}}\n",
                "labels: {app: web, tier: front}, annotations: {keelstream.io/pretend: stuck}}\n");
        world.sandbox().release("t/broken", Samples.bundle("broken", CANARY, broken, SERVICE, ROUTE, CONFIG));
        world.sandbox().awaitUnavailable("Deployment.apps/broken/web");

        // When
        Plan plan = world.desired("broken", CANARY, NEW, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(ordinary(plan))
                .startsWith("the running version is not healthy (")
                .endsWith("nothing delays its fix");
    }

    @Test
    void brokenVersionAfterABrokenVersionIsOrdinary() throws Exception {
        // Given
        String stuck = "labels: {app: web, tier: front}, annotations: {keelstream.io/pretend: stuck}}\n";
        String broken = DEPLOYMENT.replace("labels: {app: web, tier: front}}\n", stuck);
        world.sandbox().release("t/worse", Samples.bundle("worse", CANARY, broken, SERVICE, ROUTE, CONFIG));
        world.sandbox().awaitUnavailable("Deployment.apps/worse/web");

        // When
        Plan plan = world.desired("worse", CANARY, broken.replace("web:1", "web:2"), SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(ordinary(plan)).startsWith("the running version is not healthy (");
    }

    @Test
    void workloadThatCannotRunTwiceIsOrdinary() throws Exception {
        String zero = DEPLOYMENT.replace("replicas: 4", "replicas: 0");
        String recreate = DEPLOYMENT.replace("  replicas: 4", "  strategy: {type: Recreate}\n  replicas: 4");
        String claim = with(", volumeMounts: [{name: d, mountPath: /d}]}]\n      volumes: [{name: d,"
                + " persistentVolumeClaim: {claimName: data}}]");
        String port = with(", ports: [{containerPort: 80, hostPort: 8080}]}]");

        assertThat(world.ordinaryUpdate("zero", zero)).isEqualTo("it has 0 replicas");
        assertThat(world.ordinaryUpdate("recreate", recreate))
                .isEqualTo("its strategy is Recreate, so two versions never run at the same time");
        assertThat(world.ordinaryUpdate("claim", claim))
                .isEqualTo("it writes to the PersistentVolumeClaim data, which two versions cannot share");
        assertThat(world.ordinaryUpdate("port", port)).isEqualTo("its pods use a port of their node");
    }

    @Test
    void workloadOfANewAutoscalerIsOrdinary() throws Exception {
        // Given
        world.released("new-scaler", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // When
        Plan plan = world.desired("new-scaler", CANARY, NEW, SERVICE, ROUTE, CONFIG, AUTOSCALER);

        // Then
        assertThat(ordinary(plan))
                .isEqualTo("HorizontalPodAutoscaler.autoscaling/new-scaler/web is new, so it does not scale it yet");
    }

    @Test
    void workloadOfAForeignAutoscalerIsOrdinary() throws Exception {
        // Given
        world.released("left-scaler", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG, AUTOSCALER);

        // When
        Plan plan = world.desired("left-scaler", CANARY, NEW, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(ordinary(plan)).isEqualTo("an autoscaler scales it that is not in this target");
    }

    @Test
    void autoscaledWorkloadIsOrdinaryWithTheReplicasRouter() throws Exception {
        // Given
        TargetPolicy replicas = traffic(new Traffic(Router.REPLICAS, List.of(), null, 30_000));
        world.released("scaled", replicas, DEPLOYMENT, SERVICE, CONFIG, AUTOSCALER);

        // When
        Plan plan = world.desired("scaled", replicas, NEW, SERVICE, CONFIG, AUTOSCALER);

        // Then
        assertThat(ordinary(plan))
                .isEqualTo(
                        "router 'replicas' splits the traffic by the number of pods, and an autoscaler changes that");
    }

    @Test
    void threeReplicasAreTooFewForTheReplicasRouter() throws Exception {
        // Given
        TargetPolicy replicas = traffic(new Traffic(Router.REPLICAS, List.of(), null, 30_000));
        String three = DEPLOYMENT.replace("replicas: 4", "replicas: 3");
        world.released("few", replicas, three, SERVICE, CONFIG);

        // When
        Plan plan = world.desired("few", replicas, three.replace("web:1", "web:2"), SERVICE, CONFIG);

        // Then
        assertThat(ordinary(plan)).isEqualTo("router 'replicas' needs at least 4 pods, and it has 3");
    }

    @Test
    void newRouteOrServiceIsOrdinary() throws Exception {
        world.released("new-route", CANARY, DEPLOYMENT, SERVICE, CONFIG);
        assertThat(ordinary(world.desired("new-route", CANARY, NEW, SERVICE, ROUTE, CONFIG)))
                .isEqualTo(
                        "HTTPRoute.gateway.networking.k8s.io/new-route/web is new, so it has no traffic to shift yet");
        world.released("new-service", CANARY, DEPLOYMENT, ROUTE, CONFIG);
        assertThat(ordinary(world.desired("new-service", CANARY, NEW, SERVICE, ROUTE, CONFIG)))
                .isEqualTo("Service/new-service/web is new, so nothing sends traffic to it yet");
    }
}
