package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.CanaryWorld.CANARY;
import static io.keelstream.planner.reconcile.CanaryWorld.CONFIG;
import static io.keelstream.planner.reconcile.CanaryWorld.DEPLOYMENT;
import static io.keelstream.planner.reconcile.CanaryWorld.NEW;
import static io.keelstream.planner.reconcile.CanaryWorld.ROUTE;
import static io.keelstream.planner.reconcile.CanaryWorld.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.TrialIdentity;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is planned of a newer commit while a trial runs. */
class SuccessionPlanTests extends SandboxedCanary {

    private static final String OTHER = CONFIG.replace("name: settings", "name: other");

    @Test
    void commitWithTheSameVersionIsPlannedToGoOnWithTheTrial() throws Exception {
        // Given
        TrialIdentity running = onTrial("same");

        // When
        Plan plan = world.desired("same", CANARY, NEW, SERVICE, ROUTE, CONFIG, OTHER);

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(plan.work().canary()).isEqualTo(CanaryPlan.takingOver(running));
        assertThat(PlanningSandbox.summary(plan))
                .containsExactlyInAnyOrder("UPDATE Deployment.apps/same/web", "CREATE ConfigMap/same/other");
        assertThat(plan.inventorySequence()).isEqualTo(inventory("same").sequence());
    }

    @Test
    void commitWithAnotherVersionIsPlannedWhenTheTrialHasEnded() throws Exception {
        // Given
        TrialIdentity running = onTrial("another");

        // When
        Plan plan = world.desired("another", CANARY, NEW.replace("web:2", "web:3"), SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(CanaryWorld.line(plan)).startsWith("CanaryRunning t/another: another version is on trial;");
        assertThat(Objects.requireNonNull(plan.work().canary()).digest()).isNotEqualTo(running.digest());
    }

    @Test
    void revertAndCommitWithoutCanaryEndTheTrial() throws Exception {
        // Given
        onTrial("revert");

        // When
        Plan revert = world.desired("revert", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG, OTHER);
        Plan rolling = world.desired("revert", TargetPolicy.DEFAULT, NEW, SERVICE, ROUTE, CONFIG);

        // Then
        for (Plan plan : List.of(revert, rolling)) {
            assertThat(plan.state()).isEqualTo(State.BLOCKED);
            assertThat(plan.work().canary()).isNull();
            assertThat(CanaryWorld.line(plan)).contains("the running canary is taken back first");
        }
    }

    @Test
    void commitThatAPinHoldsTakesNoTrialOver() throws Exception {
        // Given
        onTrial("pinned");
        Decision pin = new Decision("pin", Kind.PIN, "ada", "", Named.commit("c0ffee1"), null, null);
        world.sandbox().partition.put(Topic.DECISION, pin.key("t/pinned"), pin);
        world.sandbox().partition.poison(Topic.PLANNER_ANSWER, Kind.PIN.key("t/pinned"));
        world.sandbox().partition.poison(Topic.PLANNER_ANSWER, Kind.PIN.inForceKey("t/pinned"));

        // When
        Plan plan = world.desired("pinned", CANARY, NEW, SERVICE, ROUTE, CONFIG, OTHER);

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.BLOCKED);
        assertThat(plan.work().canary()).isNull();
        assertThat(plan.problems()).extracting(Problem::reason).containsExactly("Pinned");
    }

    @Test
    void commitThatRunsIsNotPlannedAgain() throws Exception {
        // Given
        onTrial("running");
        Plan before = world.sandbox().current("t/running");

        // Then
        assertThat(world.sandbox().evaluate("t/running")).isEmpty();
        assertThat(world.sandbox().current("t/running")).isEqualTo(before);
    }

    /** The new version is on trial: its plan was accepted. */
    private TrialIdentity onTrial(String namespace) throws Exception {
        world.released(namespace, CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        Plan plan = world.desired(namespace, CANARY, NEW, SERVICE, ROUTE, CONFIG);
        assertThat(plan.trial()).as("%s", plan.problems()).isNotNull();
        TrialIdentity running =
                new TrialIdentity(Objects.requireNonNull(plan.work().canary()).digest(), "deployment-1");
        world.sandbox()
                .partition
                .put(
                        Topic.INVENTORY,
                        "t/" + namespace,
                        inventory(namespace)
                                .next(new Inventory.RunningRelease(
                                        "deployment-1", plan.id(), plan.bundleDigest(), List.of(), running)));
        return running;
    }

    private Inventory inventory(String namespace) {
        return Objects.requireNonNull(
                world.sandbox().partition.read(Topic.INVENTORY, Inventory.class, "t/" + namespace));
    }
}
