package io.keelstream.planner.plan;

import io.keelstream.contracts.plan.PlannedAction.RunHook;
import io.keelstream.planner.gate.Unrecorded;
import io.keelstream.planner.ownership.PruneDecision;
import io.keelstream.planner.ownership.WriteKind;
import java.util.ArrayList;
import java.util.List;

/**
 * What a plan finds of a target of which no record is left, as after a loss of Kafka. Values of Secrets are not read, so that one which has
 * all its keys counts as it is. Pure.
 */
final class Recovery {

    private Recovery() {}

    /** Whether everything of the bundle is live as Git has it. */
    static boolean complete(PlanRequest request, List<ObjectPlan> plans) {
        return !request.known().recorded() && !plans.isEmpty() && plans.stream().allMatch(Recovery::asItIs);
    }

    /**
     * What has the target's mark.
     *
     * @param hooks the hooks that the plan runs
     */
    static Unrecorded unrecorded(PlanRequest request, Findings findings, List<RunHook> hooks) {
        List<ObjectPlan> plans = findings.objectPlans();
        List<String> changed = new ArrayList<>();
        if (!request.known().recorded() && plans.stream().anyMatch(Recovery::ours)) {
            plans.stream()
                    .filter(each -> each instanceof ObjectPlan.Act && !asItIs(each))
                    .map(each -> each.subject().reference().toString())
                    .forEach(changed::add);
            hooks.forEach(each -> changed.add(each.reference()));
        }
        return new Unrecorded(
                findings.leftBehind().stream().map(PruneDecision.Delete::object).toList(), changed);
    }

    private static boolean asItIs(ObjectPlan plan) {
        return plan instanceof ObjectPlan.Act act && ours(act) && !act.effect().changes();
    }

    private static boolean ours(ObjectPlan plan) {
        return plan instanceof ObjectPlan.Act act
                && act.terms().kind() instanceof WriteKind.Update(String _, String movedFrom)
                && movedFrom == null;
    }
}
