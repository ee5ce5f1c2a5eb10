package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.inventory.Inventory.KnownGood;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import org.junit.jupiter.api.Test;

/** A release whose objects do not become healthy, and the way back. */
class RollbackTests extends SandboxedApplier {

    private static final String WEB = "Deployment.apps/shop/web";

    @Test
    void bundleThatDoesNotBecomeHealthyIsRemembered() {
        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "bad")
                .onFailure(OnFailure.HOLD)
                .timeout(1_000)
                .create(deployment("web", "web:1", "crash")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(world.inventory().retry()).isNull();
        assertThat(world.inventory().history().failed()).isNotNull();
        assertThat(world.inventory().history().failed().cause()).startsWith(WEB + ": ");
        assertThat(world.inventory().history().knownGood()).isEmpty();
    }

    @Test
    void planOfAnEarlierBundleRunsForTheRecordOfGit() {
        // Given
        Planned good = Planned.of(TARGET, "good").create(deployment("web", "web:1"));
        world.release(good);
        Planned bad = Planned.of(TARGET, "bad")
                .onFailure(OnFailure.ROLLBACK)
                .timeout(1_000)
                .update(deployment("web", "web:2", "crash"), world.uid(WEB));
        world.release(bad);

        // When
        Planned again = Planned.of(TARGET, "good").update(deployment("web", "web:1"), world.uid(WEB));
        world.plan(bad.rollingBackTo(again));

        // Then
        world.await().until(() -> world.finished(good).size() == 2);
        DeploymentFinished rollback = world.finished(good).getLast();
        assertThat(rollback.outcome()).as("%s", rollback.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(rollback.deployment().trigger()).isEqualTo(Trigger.ROLLBACK);
        assertThat(world.inventory().appliedBundle()).isEqualTo(good.bundleDigest());
        assertThat(world.inventory().history().failed().bundle()).isEqualTo(bad.bundleDigest());
        assertThat(world.inventory().history().knownGood())
                .extracting(KnownGood::bundle)
                .containsExactly(good.bundleDigest());
    }

    @Test
    void releaseGivesWayToTheRollbackThatAPersonDecided() {
        // Given
        Planned good = Planned.of(TARGET, "good").create(deployment("web", "web:1"));
        world.release(good);
        Planned stuck = Planned.of(TARGET, "stuck").update(deployment("web", "web:2", "stuck"), world.uid(WEB));
        world.push(stuck);
        world.await().until(() -> world.inventory().release() != null);

        // When
        Planned again = Planned.of(TARGET, "good").update(deployment("web", "web:1"), world.uid(WEB));
        world.plan(stuck.rollingBackTo(again).state(State.BLOCKED));

        // Then
        assertThat(world.awaitEnd(stuck).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(world.inventory().release()).isNull();

        // When
        world.plan(stuck.state(State.READY));

        // Then
        world.await().until(() -> world.finished(good).size() == 2);
        assertThat(world.finished(good).getLast().outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void newerCommitTakesOverFromARollback() {
        // Given
        Planned good = Planned.of(TARGET, "good").create(deployment("web", "web:1"));
        world.release(good);
        Planned bad = Planned.of(TARGET, "bad")
                .onFailure(OnFailure.ROLLBACK)
                .timeout(1_000)
                .update(deployment("web", "web:2", "crash"), world.uid(WEB));
        world.release(bad);
        Planned stuck = Planned.of(TARGET, "good").update(deployment("web", "web:1", "stuck"), world.uid(WEB));
        world.plan(bad.rollingBackTo(stuck));
        world.await().until(() -> world.inventory().release() != null);

        // When
        Planned fixed = Planned.of(TARGET, "fixed").update(deployment("web", "web:3"), world.uid(WEB));
        world.desire(fixed);

        // Then
        world.await().until(() -> world.finished(good).size() == 2);
        assertThat(world.finished(good).getLast().outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(world.release(fixed).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.inventory().history().failed()).isNull();
    }
}
