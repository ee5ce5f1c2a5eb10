package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentDelayed;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why a deployment does not begin yet is said when the reason changes, and by nothing else. */
class DelayedDeploymentTests extends SandboxedApplier {

    @Test
    void closedWindowIsSaidOnceAndAgainByNoRestart() {
        // When
        world.push(waiting("first", State.AWAITING_WINDOW, Reason.WINDOW_CLOSED, "it opens on Monday"));
        world.await().until(() -> delayed().size() == 1);
        int written = world.awaitQuiet();
        world.restart();
        world.await()
                .during(Duration.ofMillis(300))
                .until(() -> world.partition.written().size() == written);
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));

        // Then
        assertThat(delayed()).containsExactly("first AWAITING_WINDOW it opens on Monday");
    }

    @Test
    void anotherReasonAndAnotherCommitAreSaid() {
        // When
        world.push(waiting("first", State.AWAITING_WINDOW, Reason.WINDOW_CLOSED, "it opens on Monday"));
        world.await().until(() -> delayed().size() == 1);
        world.plan(waiting("first", State.AWAITING_DEPENDENCY, Reason.DEPENDENCY_NOT_READY, "the database"));
        world.await().until(() -> delayed().size() == 2);
        world.push(waiting("second", State.AWAITING_DEPENDENCY, Reason.DEPENDENCY_NOT_READY, "the database"));
        world.await().until(() -> delayed().size() == 3);

        // Then
        assertThat(delayed())
                .containsExactly(
                        "first AWAITING_WINDOW it opens on Monday",
                        "first AWAITING_DEPENDENCY the database",
                        "second AWAITING_DEPENDENCY the database");
    }

    @Test
    void whatWaitsForAPersonIsNotSaidTwice() {
        // When
        world.push(waiting("first", State.AWAITING_APPROVAL, Reason.SYNC_MANUAL, "policy.sync is manual"));
        world.await()
                .until(() -> world.published() && !world.state().attention().isEmpty());
        world.push(waiting("second", State.BLOCKED, Reason.RELEASE_FAILED, "it failed before"));
        world.await()
                .until(() -> world.state().attention().stream()
                        .anyMatch(each -> each.revision().commit().equals("second")));

        // Then
        assertThat(delayed()).isEmpty();
    }

    private static Planned waiting(String commit, State state, Reason reason, String message) {
        Problem problem = reason.problem(message, null);
        return Planned.of(TARGET, commit).waiting(state, problem).create(configMap("a", "1"));
    }

    private List<String> delayed() {
        return world.events(DeploymentDelayed.class)
                .map(each -> each.revision().commit() + " " + each.state() + " " + each.message())
                .toList();
    }
}
