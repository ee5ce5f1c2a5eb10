package io.keelstream.contracts.deployment;

import io.keelstream.contracts.revision.Problem;
import java.util.List;

/**
 * A deployment ended. Exactly one per deployment id, whatever crashed in between.
 *
 * @param deployment the deployment
 * @param execution whether our machinery worked
 * @param outcome whether the release is good
 * @param changes what it changed
 * @param correctedDrift whether it put back what somebody changed outside Git
 * @param problems why it is not healthy; empty when it is
 * @param durations how long it took
 */
public record DeploymentFinished(
        DeploymentSubject deployment,
        ExecutionStatus execution,
        Outcome outcome,
        ChangeSummary changes,
        boolean correctedDrift,
        List<Problem> problems,
        Durations durations) {

    public DeploymentFinished {
        problems = List.copyOf(problems);
    }

    /**
     * Milliseconds.
     *
     * @param planMillis computing the plan
     * @param applyMillis from accepted until everything was applied
     * @param healthyMillis from accepted until the end
     */
    public record Durations(long planMillis, long applyMillis, long healthyMillis) {}
}
