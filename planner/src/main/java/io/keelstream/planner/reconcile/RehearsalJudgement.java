package io.keelstream.planner.reconcile;

import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.decision.Authority;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.window.Windows;
import io.keelstream.planner.decision.Basis;
import io.keelstream.planner.rollback.Effective;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a rehearsal that nobody has answered: refused by the records alone, or answered by what its plan says. It is
 * honoured where its plan is ready, and then the plan follows. Pure.
 */
final class RehearsalJudgement {

    private RehearsalJudgement() {}

    /** What the records alone refuse; null where the cluster has to be asked. */
    static @Nullable DecisionAnswer before(StandingDecision made, String target, Situation situation, Instant now) {
        Authority.Denied denied = made.denied();
        if (denied != null) {
            return made.refused(denied.reason(), denied.why());
        }
        String commit = made.decision().named().commit();
        if (made.decision().kind() != Kind.REHEARSE || !made.belongsTo(target)) {
            return made.refused(Reason.DECISION_INVALID, "the key " + made.key() + " is not that of such a decision");
        }
        if (commit == null || commit.isBlank()) {
            return made.refused(Reason.DECISION_INVALID, "it names no commit");
        }
        if (made.expired(now)) {
            return made.refused(Reason.DECISION_EXPIRED, "it counted until " + made.expiresAt());
        }
        if (situation instanceof Situation.Rehearsed rehearsed) {
            Inputs inputs = rehearsed.inputs();
            Revision runs = runs(inputs);
            return commit.equals(runs.commit())
                            || commit.equals(inputs.desired().revision().commit())
                    ? null
                    : made.refused(
                            Reason.DECISION_OUTDATED,
                            "it is about commit " + Revision.shortened(commit) + ", but now " + runs.shortCommit()
                                    + " runs");
        }
        return made.refused(Reason.DECISION_OUTDATED, instead(situation, target));
    }

    /** The commit that was applied: a later one that wants the same, as a revert does, is applied without being released. */
    private static Revision runs(Inputs inputs) {
        Inventory inventory = inputs.inventory();
        Revision applied = inventory == null ? null : inventory.appliedRevision();
        return applied == null ? inputs.desired().revision() : applied;
    }

    /** Why nothing can be rehearsed as a target is. */
    private static String instead(Situation situation, String target) {
        return switch (situation) {
            case Situation.Forgotten _ -> "Git has no target " + target;
            case Situation.Silent _, Situation.Newer _, Situation.Overruled _, Situation.Spared _ ->
                "a release of " + target + " runs, or Git says nothing of it; see keelstream status " + target;
            case Situation.Unreadable(String table, String reason) ->
                "its record in " + table + " cannot be read: " + reason;
            case Situation.Waiting(Instant until) -> "what Git wants failed, and is tried again at " + until;
            case Situation.Held(Inputs _, Problem why) -> why.message();
            case Situation.Different(Inputs inputs, var _) ->
                "commit " + inputs.wanted().revision().shortCommit() + " is to be released first; see keelstream plan "
                        + target;
            case Situation.LeftElsewhere(Inputs _, var former) ->
                "what " + target + " left on cluster " + former.cluster() + " is to be deleted first";
            case Situation.Settled(Inputs inputs, var _) ->
                inputs.effective() instanceof Effective.Earlier(var _, Problem why, var _)
                        ? why.message()
                        : inputs.desired().removed()
                                ? target + " is removed"
                                : inputs.complete()
                                        ? target
                                                + " is pinned, and a rehearsal would move its traffic; keelstream"
                                                + " unpin "
                                                + target + " ends the pin"
                                        : "what Git wants of " + target + " is not applied completely";
            case Situation.Rehearsed _ -> throw new IllegalArgumentException("nothing stands against it");
        };
    }

    /**
     * The answer, given its plan.
     *
     * @param basis what the rehearsal counts on
     */
    static DecisionAnswer of(StandingDecision made, Plan plan, Basis basis, Instant now) {
        Trial trial = plan.trial();
        if (plan.state() != Plan.State.READY || trial == null) {
            return made.refused(Reason.DECISION_OVERRULED, obstacle(plan, now));
        }
        String steps = trial.steps().stream().map(step -> step.weight() + " %").collect(Collectors.joining(", "));
        return basis.limit(made.honoured("rehearsal of " + plan.revision().shortCommit() + " " + made.by()
                + ": copies of the version that runs get " + steps
                + " of the traffic, one step after the other, and nothing is promoted"));
    }

    private static String obstacle(Plan plan, Instant now) {
        if (plan.state() == Plan.State.AWAITING_WINDOW) {
            Instant opening = new Windows(plan.windows()).nextOpening(now);
            return "its windows are closed" + (opening == null ? "" : " until " + opening);
        }
        if (!plan.problems().isEmpty()) {
            Problem first = plan.problems().getFirst();
            int more = plan.problems().size() - 1;
            return "a canary is not possible: " + (first.where() == null ? "" : first.where() + " ") + first.message()
                    + (more == 0 ? "" : " (and " + more + " more)");
        }
        CanaryPlan canary = plan.work().canary();
        return canary == null
                ? "its releases are no canaries; release: {strategy: canary} in keelstream.yaml makes them"
                : "a canary is not possible: " + canary.ordinary();
    }
}
