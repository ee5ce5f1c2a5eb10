package io.keelstream.planner.plan;

import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.Readiness;
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
        return plan.withActions(
                plan.actions().stream().map(PlanSizeLimit::brief).toList());
    }

    /** What is left of the plan when nothing of it can be sent: that, and why. */
    public static Plan failed(Plan plan, Problem problem) {
        Readiness failed = new Readiness(State.FAILED, plan.notBefore(), List.of(problem), plan.warnings());
        Plan.Work nothing = new Plan.Work(plan.changeDigest(), List.of(), plan.unchanged(), plan.held(), null);
        return new Plan(plan.id(), plan.origin(), plan.bundle(), plan.placement(), failed, nothing, plan.timing());
    }

    private static PlannedAction brief(PlannedAction action) {
        return action instanceof PlannedAction.Write write
                ? write.withPreview(write.preview()
                        .withDiff(write.preview().diff().stream()
                                .map(PlanSizeLimit::brief)
                                .toList()))
                : action;
    }

    private static FieldDiff brief(FieldDiff field) {
        return new FieldDiff(field.path(), brief(field.before()), brief(field.after()), field.note());
    }

    private static @Nullable String brief(@Nullable String json) {
        return json == null || json.length() <= LONG ? json : "\"(" + json.length() + " characters, not shown)\"";
    }
}
