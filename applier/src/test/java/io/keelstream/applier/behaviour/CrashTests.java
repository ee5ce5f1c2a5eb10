package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.audit.DeploymentRecorded;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The process dies at any transition, before it is committed or after: the end is the same. */
class CrashTests extends SandboxedApplier {

    private static final String A = "ConfigMap/shop/a";
    private static final String B = "ConfigMap/shop/b";
    private static final String OLD = "ConfigMap/shop/old";

    @TestFactory
    @Passes({Step.Applying.class, Step.Pruning.class, Step.Finished.class})
    Stream<DynamicTest> releaseEndsTheSameWhereverTheProcessDies(TestInfo test, @TempDir Path base) {
        return Deaths.everywhere(test, deaths -> {
            try (ApplyingSandbox other = new ApplyingSandbox(base)) {
                deaths.begin(other);
                deploy(other, deaths);
            }
        });
    }

    /** Two commits: two waves, then an update with something that leaves. */
    private static void deploy(ApplyingSandbox world, Deaths deaths) {
        Planned first = Planned.of(TARGET, "first")
                .create(deployment("web", "web:1"))
                .create(configMap("old", "1"))
                .wave(1)
                .create(configMap("a", "1"));
        push(world, deaths, first);
        Planned second = Planned.of(TARGET, "second")
                .create(configMap("b", "1"))
                .wave(1)
                .update(configMap("a", "2"), world.uid(A))
                .prune(OLD, world.uid(OLD));
        push(world, deaths, second);

        assertThat(world.finished(first)).hasSize(1);
        assertThat(world.finished(second)).hasSize(1);
        assertThat(world.finished(second).getFirst().outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.live(A).at("data", "value")).isEqualTo("2");
        assertThat(world.exists(B)).isTrue();
        assertThat(world.exists(OLD)).isFalse();
        assertThat(world.inventory().objects())
                .extracting(InventoryObject::reference)
                .containsExactlyInAnyOrder(A, B, "Deployment.apps/shop/web");
        assertThat(world.inventory().objects()).noneMatch(InventoryObject::dirty);
        assertThat(world.inventory().release()).isNull();
        assertThat(world.story().stream().filter(line -> line.startsWith("started ")))
                .containsExactly("started first", "started second");
    }

    private static void push(ApplyingSandbox world, Deaths deaths, Planned planned) {
        world.push(planned);
        deaths.await(world, () -> !world.finished(planned).isEmpty());
    }

    @Test
    void releaseResumesAfterAKillDuringItsWait() {
        // Given
        Planned first = Planned.of(TARGET, "first").create(deployment("web", "web:1", "stuck"));
        world.push(first);
        world.await().until(() -> world.exists("Deployment.apps/shop/web"));

        // When
        world.restart();
        world.unstick("web");

        // Then
        assertThat(world.awaitEnd(first).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.story().stream().filter(line -> line.startsWith("started")))
                .hasSize(1);
    }

    @Test
    void releaseKeepsItsPlanThoughTheRecordIsOverwritten() {
        // Given
        Planned first = Planned.of(TARGET, "first").create(deployment("web", "web:1", "stuck"));
        world.push(first);
        world.await().until(() -> world.exists("Deployment.apps/shop/web"));

        // When
        world.plan(Planned.of(TARGET, "first").create(configMap("other", "1")));
        world.restart();
        world.unstick("web");

        // Then
        assertThat(world.awaitEnd(first).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.finished(first)).hasSize(1);
        assertThat(world.recorded()).contains("Deployment.apps/shop/web");
        assertThat(world.partition.read(Topic.RUNNING, Plan.class, TARGET)).isNull();
    }

    @Test
    void killedReleaseIsSupersededByANewerCommit() {
        // Given
        Planned first = Planned.of(TARGET, "first").create(deployment("web", "web:1", "stuck"));
        world.push(first);
        world.await().until(() -> world.exists("Deployment.apps/shop/web"));
        world.kill();

        // When
        Planned second = Planned.of(TARGET, "second").create(configMap("b", "1"));
        world.partition.put(Topic.DESIRED, TARGET, second.desired());
        world.start();

        // Then
        assertThat(world.awaitEnd(first).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(world.recorded("Deployment.apps/shop/web")).isNotNull();
    }

    @Test
    void releaseWhosePlanIsLostEndsOnceAndEverythingIsDirty() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        Planned second = Planned.of(TARGET, "second").create(deployment("web", "web:1", "stuck"));
        world.push(second);
        world.await().until(() -> world.exists("Deployment.apps/shop/web"));
        world.kill();

        // When
        world.partition.put(Topic.RUNNING, TARGET, null);
        world.start();

        // Then
        DeploymentFinished finished = world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(finished.problems()).extracting(Problem::reason).containsExactly("PlanLost");
        assertThat(world.events(DeploymentRecorded.class)
                        .filter(each -> each.deployment().equals(finished.deployment())))
                .singleElement()
                .satisfies(
                        recorded -> assertThat(recorded.basis().changeDigest()).isNull());
        assertThat(world.inventory().release()).isNull();
        assertThat(world.inventory().objects()).allMatch(InventoryObject::dirty);
        assertThat(world.inventory().appliedBundle()).isNull();
    }

    @Test
    void restartWithoutWorkWritesNothing() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        world.await()
                .until(() -> world.state().health().equals("Healthy")
                        && world.state().waitingFor().isEmpty());
        int written = world.awaitQuiet();
        long applies = world.sandbox.requestCounts().get("apply configmaps");

        // When
        world.restart();
        world.await()
                .during(Duration.ofMillis(300))
                .until(() -> world.partition.written().size() == written);

        // Then
        assertThat(world.sandbox.requestCounts().get("apply configmaps")).isEqualTo(applies);
    }
}
