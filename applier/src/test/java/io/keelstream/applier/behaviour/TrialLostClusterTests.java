package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The way back on a cluster that takes no writes any more. */
class TrialLostClusterTests extends SandboxedTrial {

    @Test
    void wayBackIsGivenUpOnlyWhereGitHasMovedTheTarget() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);
        trial.world
                .sandbox
                .faults()
                .inject(new RequestMatch("apply", "gateway.networking.k8s.io/httproutes"), new Fault.ServerError(503));

        // When
        trial.world.desire(Planned.of(TARGET, "third"));

        // Then
        trial.world
                .await()
                .during(Duration.ofSeconds(5))
                .until(() -> trial.world.finished(second).isEmpty());
        trial.world.desire(Planned.of(TARGET, "fourth").on("spare"));
        var finished = trial.world.awaitEnd(second);
        assertThat(finished.outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(finished.problems())
                .anySatisfy(problem -> assertThat(problem.message())
                        .contains("Git has moved the target to spare", "delete " + TrialWorld.CANARY))
                .anyMatch(Reason.LEFT_BEHIND::is);
        assertThat(trial.world.inventory().release()).isNull();
        assertThat(trial.gate()).isNull();
    }
}
