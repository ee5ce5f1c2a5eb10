package io.keelstream.cli.explain;

import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Received;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the tables say of one target.
 *
 * @param target the target
 * @param claim what its ref says; null where none has it
 * @param state its read model; null without one
 * @param plan its plan, where that is about what Git wants now; null otherwise
 * @param drift what has drifted; {@link DriftState#NONE} where nothing is recorded
 * @param unreadable topics whose record of it cannot be read, each with the reason
 */
record Situation(
        TargetName target,
        Tables.@Nullable Claim claim,
        @Nullable TargetState state,
        @Nullable Plan plan,
        DriftState drift,
        Map<Topic, String> unreadable) {

    static Situation of(TargetName target, Tables tables) {
        Tables.Claim claim = tables.claim(target);
        Received<TargetState> state = tables.state(target);
        Received<Plan> plan = tables.plan(target);
        Received<DriftState> drift = tables.drift(target);
        Plan published = plan == null ? null : plan.payload();
        boolean current = published != null && (claim == null || claim.head().isAnsweredBy(published));
        return new Situation(
                target,
                claim,
                state == null ? null : state.payload(),
                current ? published : null,
                drift == null ? DriftState.NONE : drift.payload(),
                tables.unreadable(target));
    }

    String name() {
        return target.toString();
    }

    /** Whether a release runs now. */
    boolean running() {
        return state != null && state.running();
    }

    /** The trial that runs, or that its plan is to begin; null where none is. */
    @Nullable
    Trial trialAhead() {
        if (plan == null || state == null) {
            return null;
        }
        boolean waits = planWaits()
                || (plan.state() == Plan.State.READY && (state.canary() != null || state.heldByPause() != null));
        return waits ? plan.trial() : null;
    }

    /** Whether its plan waits to be begun, and a pause would hold it then. */
    boolean waitsToMoveForward() {
        return plan != null && planWaits() && plan.movesForward();
    }

    private boolean planWaits() {
        return plan != null
                && switch (plan.state()) {
                    case AWAITING_APPROVAL, AWAITING_WINDOW, AWAITING_DEPENDENCY -> true;
                    case READY, BLOCKED, FAILED, UNCHANGED, UNKNOWN -> false;
                };
    }

    /** The conditions of the read model that the plan does not say too. */
    List<Problem> ownConditions() {
        if (state == null) {
            return List.of();
        }
        Set<Problem> planned = new HashSet<>();
        if (plan != null) {
            planned.addAll(plan.problems());
            planned.addAll(plan.warnings());
        }
        return state.conditions().stream()
                .filter(each -> !planned.contains(each))
                .toList();
    }

    /** The conditions of the read model with a reason, whoever reported them. */
    List<Problem> conditions(Reason reason) {
        return state == null
                ? List.of()
                : state.conditions().stream().filter(reason::is).toList();
    }
}
