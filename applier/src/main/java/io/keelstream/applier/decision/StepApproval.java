package io.keelstream.applier.decision;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.decision.Approvers;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.problem.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code promote} does for a step that asks for approval: it counts towards it, once per person, and the last one that is
 * needed lets the trial go on. Pure.
 */
final class StepApproval {

    private static final Set<Cause> ASKING = Set.of(Cause.START, Cause.APPROVAL);

    private final StandingDecision made;
    private final OnTrial state;
    private final Approvers approvers;

    StepApproval(StandingDecision made, OnTrial state) {
        Release release = state.release();
        this.made = made;
        this.state = state;
        this.approvers = new Approvers(
                release.policy().gating().approval(), release.plan().origin().authors());
    }

    /**
     * A promote of what the trial is at.
     *
     * @param next what it leads to, once everybody has approved
     * @param did what that is, in a sentence
     */
    Judgement of(ReleaseState next, String did, Instant now) {
        int asked =
                state.trial().held(Cause.START) ? atStart() : course().step().approvals();
        Judgement.Refused objection = objection(asked);
        if (objection != null || asked < 2) {
            return objection == null ? new Judgement.Honoured(next, did) : objection;
        }
        TrialHold hold = state.trial().hold();
        List<String> before = hold != null && ASKING.contains(hold.cause()) ? hold.approvals() : List.of();
        String actor = made.decision().actor();
        if (before.contains(actor)) {
            return Judgement.outdated(
                    actor + " has promoted it already; it needs " + asked + " people, and has " + before.size());
        }
        List<String> people = Stream.concat(before.stream(), Stream.of(actor)).toList();
        return people.size() < asked
                ? new Judgement.Honoured(
                        state.approvedBy(people, asked, now),
                        TrialText.position(state.release().plan(), state.trial()) + ": approved " + made.by() + " ("
                                + people.size() + " of " + asked + ")")
                : new Judgement.Honoured(next, did);
    }

    /** Why a promote may not leave out the approvals that are still to come; null where it may. */
    Judgement.@Nullable Refused ofTheRest() {
        int most = Stream.concat(
                        Stream.of(state.trial().held(Cause.START) ? atStart() : 0),
                        state.release().trial().steps().stream()
                                .skip(state.trial().step())
                                .map(Trial.Step::approvals))
                .reduce(0, Math::max);
        return most > 1
                ? new Judgement.Refused(
                        Reason.DECISION_FORBIDDEN,
                        "the steps that are left need the approval of " + most
                                + " people, so nobody promotes it alone; promote step by step, without --full")
                : objection(most);
    }

    private Judgement.@Nullable Refused objection(int asked) {
        String objection = asked == 0 ? null : approvers.objection(made, asked);
        return objection == null ? null : new Judgement.Refused(Reason.DECISION_FORBIDDEN, objection);
    }

    private int atStart() {
        Integer people = state.release().trial().rules().conduct().startApprovals();
        return people == null ? 0 : people;
    }

    private Course course() {
        return new Course(state.release().trial(), state.trial());
    }
}
