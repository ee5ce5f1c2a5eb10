package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Records of a newer version are left alone, and the target says so. */
class NewerVersionTests extends SandboxedApplier {

    @Test
    void planWithAnUnknownActionIsNotStarted() {
        // When
        world.push(
                Planned.of(TARGET, "first").create(configMap("a", "1")).unknown("RunPlugin", "Job.batch/shop/migrate"));

        // Then
        world.await()
                .until(() -> world.published() && !world.state().conditions().isEmpty());
        assertThat(world.state().conditions())
                .singleElement()
                .satisfies(condition ->
                        assertThat(condition.message()).contains("RUNPLUGIN", "Job.batch/shop/migrate", "newer"));
        assertThat(world.exists("ConfigMap/shop/a")).isFalse();
        assertThat(world.story()).isEmpty();
    }

    @Test
    void trialWithAnUnknownRouterIsNotStarted() {
        // Given
        Planned first = Planned.of(TARGET, "first").create(deployment("web", "web:1"));

        // When
        world.push(first.canary(new CanaryPlan("sha256:trial", null, unknownTrial())));

        // Then
        world.await()
                .until(() -> world.published() && !world.state().conditions().isEmpty());
        assertThat(world.state().conditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.message()).contains("router Mesh", "newer"));
        assertThat(world.story()).isEmpty();
    }

    @Test
    void runningTrialWithAnUnknownRouterIsLeftUntouched() {
        // Given
        Planned first = Planned.of(TARGET, "first").create(deployment("web", "web:1", "stuck"));
        world.push(first);
        world.await().until(() -> world.exists("Deployment.apps/shop/web"));
        world.kill();
        Plan running = Objects.requireNonNull(world.partition.read(Topic.RUNNING, Plan.class, TARGET));
        Plan.Work work = running.work();
        world.partition.put(
                Topic.RUNNING,
                TARGET,
                new Plan(
                        running.id(),
                        running.origin(),
                        running.bundle(),
                        running.placement(),
                        running.readiness(),
                        new Plan.Work(
                                work.changeDigest(),
                                work.actions(),
                                work.unchanged(),
                                work.held(),
                                new CanaryPlan("sha256:trial", null, unknownTrial())),
                        running.timing()));

        // When
        world.start();
        world.push(Planned.of(TARGET, "second").create(configMap("a", "1")));

        // Then
        world.await().until(() -> !world.state().conditions().isEmpty());
        assertThat(world.state().conditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.message()).contains("router Mesh", "newer"));
        assertThat(world.inventory().release()).isNotNull();
        assertThat(world.exists("ConfigMap/shop/a")).isFalse();
    }

    private static Trial unknownTrial() {
        Trial.Body body = new Trial.Body("Deployment.apps/shop/web-canary", "apps/v1", null, Map.of());
        return new Trial(
                new Trial.Stable("Deployment.apps/shop/web", "web-.*", 2, body),
                new Trial.Copy(body, List.of(), null, "web-canary-.*"),
                null,
                new Trial.Shift.Unknown(Map.of("kind", "Mesh")),
                List.of(),
                List.of(),
                CanaryRules.DEFAULT);
    }

    @Test
    void releaseAtAnUnknownStepIsLeftUntouchedAlsoAfterANewCommit() {
        // Given
        world.push(Planned.of(TARGET, "first").create(deployment("web", "web:1", "stuck")));
        world.await().until(() -> world.exists("Deployment.apps/shop/web"));
        world.kill();
        Execution newer = Objects.requireNonNull(world.execution())
                .at(new Step.Unknown(Map.of("kind", "Mirroring", "weight", 25)));
        world.partition.put(Topic.EXECUTION, TARGET, newer);

        // When
        world.start();
        world.push(Planned.of(TARGET, "second").create(configMap("a", "1")));

        // Then
        world.await().until(() -> !world.state().conditions().isEmpty());
        assertThat(world.state().conditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.message()).contains("MIRRORING", "newer"));
        assertThat(world.execution()).isEqualTo(newer);
        assertThat(world.inventory().release()).isNotNull();
        assertThat(world.exists("ConfigMap/shop/a")).isFalse();
    }
}
