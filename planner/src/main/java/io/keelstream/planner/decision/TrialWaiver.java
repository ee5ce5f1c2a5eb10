package io.keelstream.planner.decision;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.decision.Approvers;
import io.keelstream.contracts.decision.StandingDecision;
import org.jspecify.annotations.Nullable;

/**
 * Who has a commit released without its trial. Where the steps ask for people, the same counts as for a promote that leaves out the rest:
 * nobody leaves out the approvals of several, and authors not that of their own change. Pure.
 *
 * @param made the decision
 */
public record TrialWaiver(StandingDecision made) {

    /** Whether it is about a commit. */
    public boolean about(String commit) {
        String named = made.decision().named().commit();
        return named != null && commit.startsWith(named);
    }

    /** Why it does not count; null where it does. */
    public @Nullable String objection(CanaryRules rules, Approvers approvers) {
        int most = rules.mostApprovals();
        if (most > 1) {
            return "canary.steps ask for the approval of " + most + " people, so nobody leaves them out alone";
        }
        return most == 0 ? null : approvers.objection(made, most);
    }
}
