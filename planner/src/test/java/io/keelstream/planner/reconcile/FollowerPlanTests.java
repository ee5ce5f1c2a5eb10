package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.CanaryWorld.CONFIG;
import static io.keelstream.planner.reconcile.CanaryWorld.DEPLOYMENT;
import static io.keelstream.planner.reconcile.CanaryWorld.NEW;
import static io.keelstream.planner.reconcile.CanaryWorld.ROUTE;
import static io.keelstream.planner.reconcile.CanaryWorld.SERVICE;
import static io.keelstream.planner.reconcile.CanaryWorld.image;
import static io.keelstream.planner.reconcile.CanaryWorld.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Deployments that are promoted after the one on trial. Every test has a target and a namespace of its own. */
class FollowerPlanTests extends SandboxedCanary {

    private static final String WORKER = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: worker}
        spec:
          replicas: 2
          selector: {matchLabels: {app: worker}}
          template:
            metadata: {labels: {app: worker}}
            spec: {containers: [{name: worker, image: "web:1"}]}
        """;

    private static final String NEW_WORKER = WORKER.replace("web:1", "web:2");

    @Test
    void trialCarriesTheFollowerAsItRunsNow() throws Exception {
        // Given
        world.released("follow", following("worker"), DEPLOYMENT, WORKER, SERVICE, ROUTE, CONFIG);

        // When
        Plan plan = world.desired("follow", following("worker"), NEW, NEW_WORKER, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        Trial trial = Objects.requireNonNull(plan.trial());
        assertThat(trial.stable().reference()).isEqualTo("Deployment.apps/follow/web");
        assertThat(trial.stable().following()).singleElement().satisfies(follower -> {
            assertThat(follower.reference()).isEqualTo("Deployment.apps/follow/worker");
            assertThat(follower.uid())
                    .isEqualTo(world.sandbox()
                            .read("Deployment.apps/follow/worker")
                            .uid());
            assertThat(image(follower)).isEqualTo("web:1");
            assertThat(new Manifest(follower.body()).at("spec", "replicas")).isEqualTo(2L);
        });
    }

    @Test
    void newFollowerIsNotAppliedBeforeTheTrialAndKeepsNoPodsWhenItIsTakenBack() throws Exception {
        // Given
        world.released("fresh", following(), DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        String early = NEW_WORKER.replace(
                "metadata: {name: worker}", "metadata: {name: worker, annotations: {keelstream.io/wave: \"-1\"}}");

        // When
        Plan plan = world.desired("fresh", following("worker"), NEW, early, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        Trial trial = Objects.requireNonNull(plan.trial());
        assertThat(trial.first()).isEmpty();
        assertThat(trial.stable().following()).singleElement().satisfies(follower -> {
            assertThat(follower.uid()).isNull();
            assertThat(image(follower)).isEqualTo("web:2");
            assertThat(new Manifest(follower.body()).at("spec", "replicas")).isEqualTo(0L);
        });
    }

    @Test
    void unlistedDeploymentThatGetsTheImageOnTrialBlocks() throws Exception {
        // Given
        TargetPolicy alone = CanaryWorld.workload("web");
        world.released("unlisted", alone, DEPLOYMENT, WORKER, SERVICE, ROUTE, CONFIG);

        // When
        Plan plan = world.desired("unlisted", alone, NEW, NEW_WORKER, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(line(plan))
                .isEqualTo("CanaryWorkload Deployment.apps/unlisted/worker: gets image web:2, which this commit puts on"
                        + " trial with Deployment.apps/unlisted/web, and would keep it if that is rolled back; add"
                        + " 'worker' to canary.follow");
    }

    @Test
    void unlistedDeploymentThatKeepsItsImageIsNoObstacle() throws Exception {
        // Given
        TargetPolicy alone = CanaryWorld.workload("web");
        world.released("kept", alone, DEPLOYMENT, WORKER, SERVICE, ROUTE, CONFIG);

        // When
        Plan plan =
                world.desired("kept", alone, NEW, WORKER.replace("replicas: 2", "replicas: 3"), SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(Objects.requireNonNull(plan.trial()).stable().following()).isEmpty();
    }

    @Test
    void followerThatIsReplacedBlocks() throws Exception {
        // Given
        world.released("replaced", following("worker"), DEPLOYMENT, WORKER, SERVICE, ROUTE, CONFIG);
        String other = NEW_WORKER
                .replace("app: worker", "app: other")
                .replace(
                        "metadata: {name: worker}",
                        "metadata: {name: worker, annotations: {keelstream.io/replace: on-immutable}}");

        // When
        Plan plan = world.desired("replaced", following("worker"), NEW, other, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.BLOCKED);
        assertThat(line(plan))
                .isEqualTo("CanaryWorkload Deployment.apps/replaced/worker: follows Deployment.apps/replaced/web and is"
                        + " replaced by this commit, so it could not be taken back; replace it in a commit of its own,"
                        + " or remove it from canary.follow");
    }

    @Test
    void followersMustBeOtherDeploymentsOfTheTarget() throws Exception {
        assertThat(world.blocked("typo", following("wroker"), DEPLOYMENT, SERVICE, ROUTE))
                .isEqualTo("CanaryWorkload null: canary.follow names 'wroker', and the target has no Deployment of that"
                        + " name; correct or remove the name");
        assertThat(world.blocked(
                        "itself",
                        TargetPolicy.DEFAULT.withCanary(Objects.requireNonNull(
                                        CanaryWorld.workload("web").canary())
                                .followedBy(List.of("web"))),
                        DEPLOYMENT,
                        SERVICE,
                        ROUTE))
                .isEqualTo("CanaryWorkload Deployment.apps/itself/web: is put on trial, and canary.follow names it too;"
                        + " remove it from canary.follow");
    }

    private static TargetPolicy following(String... names) {
        return TargetPolicy.DEFAULT.withCanary(CanaryRules.DEFAULT.followedBy(List.of(names)));
    }
}
