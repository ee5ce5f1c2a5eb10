package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.HookWorld.awaitRunning;
import static io.keelstream.applier.behaviour.HookWorld.inWave;
import static io.keelstream.applier.behaviour.HookWorld.job;
import static io.keelstream.applier.behaviour.HookWorld.jobs;
import static io.keelstream.applier.behaviour.HookWorld.letEnd;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentProgressed;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRule.DeletePolicy;
import io.keelstream.contracts.inventory.Inventory;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Hooks run in waves: after the objects of their wave are applied, and before those of the next one. */
class WaveHookTests extends SandboxedApplier {

    private static final String WEB = "Deployment.apps/shop/web";
    private static final String SEED = "sync Job.batch/shop/seed";

    @Test
    void hookRunsWhenItsWaveIsAppliedAndBeforeTheNextOne() {
        // Given
        Planned planned = Planned.of(TARGET, "first")
                .create(configMap("a", "1"))
                .hook(inWave(0), job("seed", "stuck"))
                .wave(1)
                .create(configMap("b", "1"))
                .hook(inWave(2), job("last", "run"));
        world.push(planned);

        // When
        awaitRunning(world, HookPhase.SYNC, 0);

        // Then
        assertThat(world.exists("ConfigMap/shop/a")).isTrue();
        assertThat(world.exists("ConfigMap/shop/b")).isFalse();
        letEnd(world, "seed");
        assertThat(world.awaitEnd(planned).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.story())
                .containsSubsequence(
                        "waiting for the sync hook Job.batch/shop/seed",
                        "the sync hook Job.batch/shop/seed succeeded",
                        "applying wave 1",
                        "applying wave 2",
                        "the sync hook Job.batch/shop/last succeeded");
        assertThat(world.events(DeploymentProgressed.class)
                        .filter(event -> event.message().contains("Job.batch/shop/last")))
                .isNotEmpty()
                .allMatch(event -> event.wave() == 2);
        assertThat(hooks().done()).containsOnlyKeys(SEED, "sync Job.batch/shop/last");
        assertThat(world.inventory().appliedBundle()).isEqualTo(planned.bundleDigest());
    }

    /** In Argo CD they run at the same time: what waits for its hook, and a hook that waits for what it tests, both come to their ends. */
    @Test
    void objectsMayWaitForTheHookOfTheirWave() {
        // Given
        Planned planned = Planned.of(TARGET, "first")
                .create(deployment("web", "web:1", "stuck"))
                .hook(inWave(0), job("seed", "stuck"));
        world.push(planned);
        awaitRunning(world, HookPhase.SYNC, 0);

        // When
        letEnd(world, "seed");
        world.await().until(() -> world.story().contains("the sync hook Job.batch/shop/seed succeeded"));
        assertThat(world.finished(planned)).isEmpty();
        world.unstick("web");

        // Then
        assertThat(world.awaitEnd(planned).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void hookThatFailsEndsTheReleaseInItsWaveAndWhatWasNotSeenHealthyIsLeftDirty() {
        // Given
        Planned planned = Planned.of(TARGET, "first")
                .create(configMap("a", "1"))
                .create(deployment("web", "web:1", "stuck"))
                .hook(inWave(0), job("seed", "fail"))
                .wave(1)
                .create(configMap("b", "1"))
                .hook(HookPhase.ON_FAILURE, job("alarm", "run"));

        // When
        DeploymentFinished finished = world.release(planned);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo("Job.batch/shop/seed");
            assertThat(problem.message()).contains("the sync hook failed", "exit code 1");
        });
        assertThat(world.exists("ConfigMap/shop/b")).isFalse();
        assertThat(Objects.requireNonNull(world.recorded("ConfigMap/shop/a")).dirty())
                .isFalse();
        assertThat(Objects.requireNonNull(world.recorded(WEB)).dirty()).isTrue();
        assertThat(hooks().failed()).isNotNull();
        assertThat(hooks().done()).containsOnlyKeys("on-failure Job.batch/shop/alarm");
    }

    @Test
    void newerCommitWaitsForTheHookAndWaitsInTurnForWhatWasNotSeenHealthy() {
        // Given
        Planned first = Planned.of(TARGET, "first")
                .create(deployment("web", "web:1", "stuck"))
                .hook(inWave(0), job("seed", "stuck"))
                .hook(inWave(1), job("never", "run"));
        world.push(first);
        awaitRunning(world, HookPhase.SYNC, 0);

        // When
        world.desire(Planned.of(TARGET, "second").create(configMap("a", "2")));

        // Then
        assertThat(world.finished(first)).isEmpty();
        assertThat(jobs(world)).singleElement().matches(job -> !job.terminating());
        letEnd(world, "seed");
        assertThat(world.awaitEnd(first).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(Objects.requireNonNull(world.recorded(WEB)).dirty()).isTrue();
        assertThat(hooks().done()).containsOnlyKeys(SEED);
        assertThat(jobs(world)).hasSize(1);
    }

    @Test
    void objectForOtherHooksThatAnEarlierReleaseLeftBetweenTwoWavesIsReplaced() {
        // Given
        Planned first = Planned.of(TARGET, "first")
                .timeout(1_000)
                .hook(inWave(0, DeletePolicy.SUCCEEDED), configMap("scripts", "1"))
                .wave(1)
                .create(deployment("web", "web:1", "stuck"))
                .hook(inWave(2), job("seed", "run"));
        assertThat(world.release(first).outcome()).isEqualTo(Outcome.FAILED);
        String left = world.uid("ConfigMap/shop/scripts");

        // When
        Planned second = Planned.of(TARGET, "second")
                .hook(inWave(0, DeletePolicy.SUCCEEDED), configMap("scripts", "2"))
                .hook(inWave(2), job("seed", "stuck"));
        world.push(second);
        awaitRunning(world, HookPhase.SYNC, 1);

        // Then
        assertThat(world.uid("ConfigMap/shop/scripts")).isNotEqualTo(left);
        letEnd(world, "seed");
        world.awaitEnd(second);
        assertThat(world.exists("ConfigMap/shop/scripts")).isFalse();
    }

    private Inventory.Hooks hooks() {
        return Objects.requireNonNull(world.inventory().history().hooks());
    }
}
