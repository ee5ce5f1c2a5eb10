package io.keelstream.applier.gate;

import io.keelstream.applier.release.Hooking;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisStanding;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.OnNewRevision;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.canary.TrialIdentity;
import io.keelstream.contracts.plan.Plan;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a newer commit waits for a trial, which goes on meanwhile. One with the same trial digest takes the trial over, and
 * waits where it cannot. One with another version waits while the trial is past its first step, not on hold but for its checks,
 * and nothing is suspected. Everything else ends the trial at once: a revert above all. Pure.
 */
public final class LaterCommit {

    /** Evidence of harm that is a tenth of what fails a canary is suspicion. */
    private static final double SUSPICION = Math.log(10);

    private LaterCommit() {}

    /**
     * Whether the commit waits.
     *
     * @param state where the running release is
     * @param plan what the planner says of the commit; null before it does
     * @param decided until when the planner has to say that; without an answer the trial ends, which is always safe
     * @param analysis of the running trial; null without one
     */
    public static boolean waits(
            ReleaseState state, @Nullable Plan plan, Instant decided, @Nullable Analysis analysis, Instant now) {
        TrialIdentity running = state.release().runs();
        boolean promoting = state.trial() != null
                && (state instanceof ReleaseState.Applying
                        || state instanceof ReleaseState.Waiting
                        || (state instanceof Hooking hooking && hooking.promotes())
                        || (state instanceof Withdrawing back && back.step().inSteps()));
        boolean tested = state.trial() != null && state instanceof Hooking && !promoting;
        if (running == null || !(state instanceof OnTrial || promoting || tested)) {
            return false;
        }
        if (plan == null || plan.inventorySequence() <= state.release().plan().inventorySequence()) {
            return now.isBefore(decided);
        }
        CanaryPlan canary = plan.work().canary();
        CanaryRules rules = plan.bundle().policy().canary();
        if (canary == null || rules == null || canary.ordinary() != null) {
            return false;
        }
        if (canary.digest().equals(running.digest())) {
            return running.begunBy().equals(canary.takesOver())
                    && sameTrial(rules, state.release().trial().rules());
        }
        return rules.conduct().onNewRevision() != OnNewRevision.RESTART
                && !tested
                && !(state instanceof OnTrial trial && endsForAnother(trial, analysis));
    }

    /** A trial at its first step, on hold or under suspicion is not worth waiting for; one that only its checks hold is. */
    private static boolean endsForAnother(OnTrial state, @Nullable Analysis analysis) {
        return state.trial().step() == 0
                || (state.trial().hold() != null && !state.trial().held(Cause.CHECKS))
                || (analysis != null
                        && analysis.request().trial().equals(Gates.trial(state.release()))
                        && suspected(analysis.standing()));
    }

    private static boolean suspected(@Nullable AnalysisStanding standing) {
        return standing != null
                && (Boolean.TRUE.equals(standing.suspected())
                        || (standing.logE() != null && standing.logE() >= standing.failAt() - SUSPICION));
    }

    /** Whether rules lead to the same copies, shares and judgement; how a trial ends may differ. */
    public static boolean sameTrial(CanaryRules one, CanaryRules other) {
        return one.conduct().advance() == other.conduct().advance()
                && withConductOf(other, one).equals(other);
    }

    private static CanaryRules withConductOf(CanaryRules conduct, CanaryRules rules) {
        return new CanaryRules(
                rules.workloads(),
                rules.baseline(),
                rules.replicas(),
                rules.traffic(),
                rules.steps(),
                conduct.conduct(),
                rules.analysis());
    }
}
