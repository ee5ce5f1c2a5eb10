package io.keelstream.planner.decision;

import io.keelstream.contracts.decision.Authority;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the decision that a plan which failed is made again now, instead of when its next try is due. It is answered once its
 * plan is there, which the answer tells of; until then a planner that dies makes the plan once more. Pure.
 */
public final class ReplanJudgement {

    private ReplanJudgement() {}

    /**
     * The answer of the records alone; null where the plan is to be made again. One that is ready was made again by a planner that died before
     * it answered.
     *
     * @param plan what is planned for what Git wants now; null without a plan
     */
    public static @Nullable DecisionAnswer before(
            StandingDecision made, String target, @Nullable Plan plan, Instant now) {
        Authority.Denied denied = made.denied();
        if (denied != null) {
            return made.refused(denied.reason(), denied.why());
        }
        String commit = made.decision().named().commit();
        if (!made.belongsTo(target)) {
            return made.refused(Reason.DECISION_INVALID, "the key " + made.key() + " is not that of such a decision");
        }
        if (commit == null || commit.isBlank()) {
            return made.refused(Reason.DECISION_INVALID, "it names no commit");
        }
        if (made.expired(now)) {
            return made.refused(Reason.DECISION_EXPIRED, "it counted until " + made.expiresAt());
        }
        if (plan != null
                && plan.state() == Plan.State.READY
                && plan.revision().commit().startsWith(commit)) {
            return of(made, plan);
        }
        if (plan == null || plan.state() != Plan.State.FAILED) {
            return made.refused(Reason.DECISION_OUTDATED, "no plan of " + target + " has failed");
        }
        return plan.revision().commit().startsWith(commit)
                ? null
                : made.refused(
                        Reason.DECISION_OUTDATED,
                        "it is about commit " + Revision.shortened(commit) + ", but the plan of "
                                + plan.revision().shortCommit() + " has failed");
    }

    /**
     * The answer, given what was planned.
     *
     * @param plan the plan that was made
     */
    public static DecisionAnswer of(StandingDecision made, Plan plan) {
        String commit = made.decision().named().commit();
        return made.honoured("commit " + Revision.shortened(commit == null ? "" : commit)
                + " is planned again, as decided " + made.by() + "; " + became(plan));
    }

    private static String became(Plan plan) {
        return switch (plan.state()) {
            case READY -> "its plan is ready";
            case UNCHANGED -> "nothing is left to be changed";
            case FAILED -> "it failed again" + first(plan);
            case BLOCKED, AWAITING_APPROVAL, AWAITING_WINDOW, AWAITING_DEPENDENCY, UNKNOWN -> "it waits" + first(plan);
        };
    }

    private static String first(Plan plan) {
        if (plan.problems().isEmpty()) {
            return "";
        }
        Problem first = plan.problems().getFirst();
        return ": " + (first.where() == null ? "" : first.where() + " ") + first.message();
    }
}
