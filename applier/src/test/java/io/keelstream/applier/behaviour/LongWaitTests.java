package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A wait that takes long is in the records, not in a thread: whoever reads them goes on, and nothing is done twice. */
class LongWaitTests extends SandboxedApplier {

    private static final String WEB = "Deployment.apps/shop/web";
    private static final String A = "ConfigMap/shop/a";
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    @Test
    void appliedObjectsAreRecordedBeforeALongWait() {
        // When
        Planned first = stuck();

        // Then
        assertThat(world.recorded(WEB).uid()).isEqualTo(world.uid(WEB));
        assertThat(world.inventory().release()).isNotNull();
        assertThat(world.state().waitingFor()).startsWith("wave 0 to become healthy");

        // When
        world.unstick("web");

        // Then
        assertThat(world.awaitEnd(first).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.inventory().appliedRevision().commit()).isEqualTo("first");
    }

    @Test
    void restartDuringALongWaitAppliesNothingAgain() {
        // Given
        Planned first = stuck();
        long applied = world.sandbox.requestCounts().get("apply apps/deployments");

        // When
        world.restart();
        world.unstick("web");

        // Then
        assertThat(world.awaitEnd(first).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.sandbox.requestCounts().get("apply apps/deployments")).isEqualTo(applied);
    }

    @Test
    void newerCommitEndsALongWaitAtOnce() {
        // Given
        Planned first = stuck();

        // When
        Instant pushed = Instant.now();
        world.desire(Planned.of(TARGET, "second").update(deployment("web", "web:2"), world.uid(WEB)));
        DeploymentFinished finished = world.awaitEnd(first);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(Duration.between(pushed, Instant.now())).isLessThan(AT_ONCE);
        assertThat(world.recorded(WEB).dirty()).isTrue();
    }

    @Test
    void deadlineEndsALongWait() {
        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "first").timeout(7_000).create(deployment("web", "web:1", "stuck")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(world.recorded(WEB).dirty()).isTrue();
        assertThat(finished.durations().healthyMillis()).isBetween(7_000L, 12_000L);
    }

    @Test
    void processThatStartsAfterTheDeadlineJudgesByWhatIsLive() {
        // Given
        Planned first = Planned.of(TARGET, "first").timeout(6_000).create(deployment("web", "web:1", "stuck"));
        world.push(first);
        world.await().until(() -> world.execution() != null && world.execution().step() instanceof Step.Waiting);
        Instant deadline = ((Step.Waiting) world.execution().step()).deadline();
        world.kill();
        world.unstick("web");
        world.await()
                .until(() -> Long.valueOf(1).equals(world.live(WEB).status().get("availableReplicas"))
                        && Instant.now().isAfter(deadline));

        // When
        world.sandbox
                .faults()
                .inject(new RequestMatch("list", "apps/deployments"), new Fault.Latency(Duration.ofSeconds(1)));
        world.start();

        // Then
        DeploymentFinished finished = world.awaitEnd(first);
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void longDeletionIsRecordedAndResumesAfterARestart() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")).create(configMap("b", "1")));
        finalizers(List.of("example.com/guard"));
        Planned second = Planned.of(TARGET, "second")
                .prune("ConfigMap/shop/b", world.uid("ConfigMap/shop/b"))
                .prune(A, world.uid(A));
        world.push(second);
        world.await().until(() -> world.inventory().objects().size() == 1);

        // When
        world.restart();
        finalizers(List.of());

        // Then
        assertThat(world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.recorded()).isEmpty();
        assertThat(world.inventory().appliedRevision().commit()).isEqualTo("second");
    }

    /** A release whose wait is recorded. */
    private Planned stuck() {
        Planned first = Planned.of(TARGET, "first").create(deployment("web", "web:1", "stuck"));
        world.push(first);
        world.await().until(() -> world.execution() != null && world.execution().step() instanceof Step.Waiting);
        world.await().until(() -> world.state().waitingFor().contains("web"));
        return first;
    }

    private void finalizers(List<String> names) {
        world.patch(A, Map.of("metadata", Map.of("finalizers", names)), "kubectl-patch");
    }
}
