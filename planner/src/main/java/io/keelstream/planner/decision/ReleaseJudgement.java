package io.keelstream.planner.decision;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.decision.Approvers;
import io.keelstream.contracts.decision.Authority;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the decision that a commit is released without its trial. It may come before the commit does, and also while a release
 * runs; it is answered at once, and counts until it expires. Pure.
 */
public final class ReleaseJudgement {

    /** Fewer digits of a commit name nothing. */
    private static final int LEAST_DIGITS = 7;

    private ReleaseJudgement() {}

    /**
     * Judges.
     *
     * @param desired what Git wants; null where that is nothing
     * @param inventory what is applied; null before the first release
     */
    public static DecisionAnswer of(
            StandingDecision made,
            String target,
            @Nullable Desired desired,
            @Nullable Inventory inventory,
            Instant now) {
        Authority.Denied denied = made.denied();
        if (denied != null) {
            return made.refused(denied.reason(), denied.why());
        }
        String commit = made.decision().named().commit();
        if (!made.belongsTo(target)) {
            return made.refused(Reason.DECISION_INVALID, "the key " + made.key() + " is not that of such a decision");
        }
        if (commit == null || commit.length() < LEAST_DIGITS) {
            return made.refused(
                    Reason.DECISION_INVALID, "it names no commit, of which it takes " + LEAST_DIGITS + " digits");
        }
        if (made.expired(now)) {
            return made.refused(Reason.DECISION_EXPIRED, "it counted until " + made.expiresAt());
        }
        if (desired == null || desired.removed()) {
            return made.refused(Reason.DECISION_OUTDATED, "Git has no target " + target);
        }
        CanaryRules rules = desired.policy().canary();
        if (rules == null) {
            return made.refused(
                    Reason.DECISION_OUTDATED, target + " has no canary releases, so there is no trial to leave out");
        }
        boolean there = desired.revision().commit().startsWith(commit);
        String begun = there ? begun(target, desired, inventory) : null;
        if (begun != null) {
            return made.refused(Reason.DECISION_OUTDATED, begun);
        }
        Approvers approvers = new Approvers(
                desired.policy().gating().approval(), there ? desired.revision().people() : List.of());
        String objection = new TrialWaiver(made).objection(rules, approvers);
        return objection != null
                ? made.refused(Reason.DECISION_FORBIDDEN, objection)
                : made.honoured("commit " + Revision.shortened(commit) + " of " + target
                        + " is released without a trial" + (there ? "" : " when it comes") + until(made)
                        + ", as decided " + made.by());
    }

    /** Why it is too late for the commit that Git wants; null where it is not. */
    private static @Nullable String begun(String target, Desired desired, @Nullable Inventory inventory) {
        if (inventory == null) {
            return null;
        }
        String bundle = desired.bundleDigest();
        Inventory.RunningRelease release = inventory.release();
        String commit = "commit " + desired.revision().shortCommit();
        if (release != null && release.bundleDigest().equals(bundle)) {
            return commit + " is being released already; keelstream promote " + target + " ends a step of its canary";
        }
        return release == null && bundle.equals(inventory.appliedBundle()) ? commit + " is applied already" : null;
    }

    private static String until(StandingDecision made) {
        return made.expiresAt().equals(Instant.MAX) ? "" : ", until " + made.expiresAt();
    }
}
