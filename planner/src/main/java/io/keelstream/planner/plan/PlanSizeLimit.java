package io.keelstream.planner.plan;

import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.revision.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans that are too large for a record, made smaller. Pure. */
public final class PlanSizeLimit {

    private static final int LONG = 200;

    private PlanSizeLimit() {}

    /** The plan without the long values in its field diffs, which only people read. It runs like the whole one. */
    public static Plan withoutValues(Plan plan) {
        return with(
                plan,
                plan.state(),
                plan.actions().stream().map(PlanSizeLimit::brief).toList(),
                plan.problems());
    }

    /** What is left of the plan when nothing of it can be sent: that, and why. */
    public static Plan failed(Plan plan, Problem problem) {
        return with(plan, State.FAILED, List.of(), List.of(problem));
    }

    private static Plan with(Plan plan, State state, List<PlannedAction> actions, List<Problem> problems) {
        return new Plan(
                plan.id(),
                state,
                plan.trigger(),
                plan.revision(),
                plan.removal(),
                plan.cluster(),
                plan.clusterUid(),
                plan.namespace(),
                plan.bundleDigest(),
                plan.inventorySequence(),
                plan.attempt(),
                plan.notBefore(),
                plan.changeDigest(),
                actions,
                plan.unchanged(),
                plan.held(),
                problems,
                plan.warnings(),
                plan.plannedAt(),
                plan.planMillis());
    }

    private static PlannedAction brief(PlannedAction action) {
        return new PlannedAction(
                action.action(),
                action.reference(),
                action.cluster(),
                action.apiVersion(),
                action.wave(),
                action.dependsOn(),
                action.digest(),
                action.uid(),
                action.resourceVersion(),
                action.movedFrom(),
                action.adoptManagers(),
                action.predicted(),
                action.omitted(),
                action.handover(),
                action.diff().stream().map(PlanSizeLimit::brief).toList(),
                action.conflicts(),
                action.sealed(),
                action.body());
    }

    private static FieldDiff brief(FieldDiff field) {
        return new FieldDiff(field.path(), brief(field.before()), brief(field.after()), field.note());
    }

    private static @Nullable String brief(@Nullable String json) {
        return json == null || json.length() <= LONG ? json : "\"(" + json.length() + " characters, not shown)\"";
    }
}
