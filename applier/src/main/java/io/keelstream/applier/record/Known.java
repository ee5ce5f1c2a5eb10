package io.keelstream.applier.record;

import io.keelstream.applier.release.Steps;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.messaging.event.Received;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one target at one moment.
 *
 * @param desired what Git wants
 * @param planRecord the record of the plan; null without a plan
 * @param running the plan of the running release; null while none runs
 * @param inventory what is applied
 * @param execution where the running release is, or how the last one ended
 * @param state the read model as it is published
 * @param unreadable one problem per record that cannot be read, but for the plan: the planner writes it again
 */
public record Known(
        @Nullable Desired desired,
        @Nullable Received<Plan> planRecord,
        @Nullable Plan running,
        @Nullable Inventory inventory,
        @Nullable Execution execution,
        @Nullable TargetState state,
        List<Problem> unreadable) {

    public @Nullable Plan plan() {
        return planRecord == null ? null : planRecord.payload();
    }

    /** Whether the records on which every decision rests can be read. */
    public boolean certain() {
        return unreadable.isEmpty();
    }

    /** Whether a release runs. */
    public boolean releasing() {
        return inventory != null && inventory.release() != null;
    }

    /** The plan counts: it answers the newest record of Git, and was computed on the inventory of now. */
    public boolean planIsCurrent() {
        Plan plan = plan();
        long sequence = inventory == null ? 0 : inventory.sequence();
        return plan != null && desired != null && plan.inventorySequence() == sequence && plan.answers(desired);
    }

    /**
     * What only a newer version of the applier knows, and this one therefore leaves alone; null when it knows everything. A
     * running release is left where it is, a plan is not begun.
     */
    public @Nullable Problem notUnderstood() {
        if (releasing()) {
            return execution != null && Steps.unknown(execution.step())
                    ? newer("the running release is at the step "
                            + execution.step().label())
                    : running == null ? null : unknownRouter("the running release", running);
        }
        Plan plan = planIsCurrent() ? plan() : null;
        if (plan == null || plan.state() != Plan.State.READY) {
            return null;
        }
        Problem router = unknownRouter("the plan", plan);
        if (router != null) {
            return router;
        }
        return plan.actions().stream()
                .filter(action -> action instanceof PlannedAction.Unknown)
                .findFirst()
                .map(action -> newer("the plan has the action " + action.label() + " on " + action.reference()))
                .orElse(plan.mode() == Plan.Mode.UNKNOWN ? newer("the plan has another mode") : null);
    }

    private static @Nullable Problem unknownRouter(String whose, Plan plan) {
        Trial trial = plan.trial();
        return trial != null && trial.shift() instanceof Trial.Shift.Unknown(var raw)
                ? newer(whose + " has a trial with the router " + raw.get("kind"))
                : null;
    }

    private static Problem newer(String what) {
        return Reason.NOT_SUPPORTED.problem(
                what + ", which this applier does not know; nothing is done for this target until a newer one runs",
                null);
    }

    /** Whether the target was removed and nothing of it is left; what its records still say is history. */
    public boolean over() {
        Plan plan = plan();
        boolean executed = plan != null
                && (plan.state() == Plan.State.READY
                        || (plan.state() == Plan.State.UNCHANGED && state == null && execution == null));
        return desired != null && desired.removed() && inventory == null && executed;
    }

    /** Whether nothing at all is known. */
    public boolean empty() {
        return desired == null && planRecord == null && inventory == null && execution == null && unreadable.isEmpty();
    }

    /** The same after the transition that accepts a plan. */
    public Known accepted(Plan plan, Inventory inventory, Execution execution) {
        return new Known(desired, planRecord, plan, inventory, execution, state, unreadable);
    }

    /** The same after a transition that writes these two records. */
    public Known after(Inventory inventory, @Nullable Execution execution) {
        return new Known(desired, planRecord, running, inventory, execution, state, unreadable);
    }
}
