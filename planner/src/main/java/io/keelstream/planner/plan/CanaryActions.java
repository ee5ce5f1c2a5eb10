package io.keelstream.planner.plan;

import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.planner.annotation.RuleReader;
import io.keelstream.planner.canary.CanaryDecision;
import io.keelstream.planner.canary.FirstActions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Divides a plan's actions into those before the canary and those of the promotion. Pure. */
final class CanaryActions {

    private CanaryActions() {}

    /** The trial with what is applied before it. */
    static CanaryPlan plan(CanaryDecision.OnTrial onTrial, List<PlannedAction> actions) {
        int wave = RuleReader.read(onTrial.subject().manifest()).wave();
        Trial trial = onTrial.trial();
        Set<String> followers =
                trial.stable().following().stream().map(Trial.Body::reference).collect(Collectors.toSet());
        return new CanaryPlan(
                onTrial.digest(),
                null,
                new Trial(
                        trial.stable(),
                        trial.canary(),
                        trial.baseline(),
                        trial.shift(),
                        trial.steps(),
                        FirstActions.of(actions, onTrial.subject(), wave, followers),
                        trial.rules()));
    }
}
