package io.keelstream.applier.decision;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.gate.Reading;
import io.keelstream.applier.release.Hooking;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Analysing;
import io.keelstream.applier.release.ReleaseState.Preparing;
import io.keelstream.applier.release.ReleaseState.Shifting;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.contracts.analysis.IssuedVerdict;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.decision.Authority;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.execution.Step.Withdrawing.Ending;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a decision, given where the release is: it leads to another state, or it is refused, or the release has not
 * come to where it counts. One function decides both, so nothing is honoured and refused. Pure.
 */
public sealed interface Judgement {

    /**
     * It is carried out.
     *
     * @param next the state that it leads to
     * @param did what was done, in a sentence
     */
    record Honoured(ReleaseState next, String did) implements Judgement {

        /** The answer to the decision. */
        public DecisionAnswer answer(StandingDecision made) {
            return made.honoured(did);
        }
    }

    /**
     * What failed here is tried again.
     *
     * @param history in which nothing keeps it from that any more
     * @param did what was done, in a sentence
     */
    record Lifted(Inventory.History history, String did) implements Judgement {

        /** The answer to the decision. */
        public DecisionAnswer answer(StandingDecision made) {
            return made.honoured(did);
        }
    }

    /**
     * It counts from now on, and the release that runs, if one does, stays where it is.
     *
     * @param did what is so now, in a sentence
     */
    record Noted(String did) implements Judgement {

        /** The answer to the decision. */
        public DecisionAnswer answer(StandingDecision made) {
            return made.honoured(did);
        }
    }

    /**
     * It is not carried out, and never will be.
     *
     * @param reason why, for programs
     * @param why for people, and what is true instead
     */
    record Refused(Reason reason, String why) implements Judgement {

        /** The answer to the decision. */
        public DecisionAnswer answer(StandingDecision made) {
            return made.refused(reason, why);
        }
    }

    /** Neither yet. */
    record Open() implements Judgement {}

    /** Why a decision cannot count, whatever it is about; null where it can. */
    static @Nullable Refused unusable(StandingDecision made, String target, Instant now) {
        Authority.Denied denied = made.denied();
        if (denied != null) {
            return new Refused(denied.reason(), denied.why());
        }
        if (!made.belongsTo(target)) {
            return new Refused(
                    Reason.DECISION_INVALID,
                    "the key " + made.key() + " is not that of a "
                            + made.decision().kind().verb());
        }
        return made.expired(now) ? new Refused(Reason.DECISION_EXPIRED, "it counted until " + made.expiresAt()) : null;
    }

    /**
     * Judges a decision about a canary that nobody has answered.
     *
     * @param target the target's key
     * @param state where its release is; null while none runs
     * @param reading what its analysis says; null where no canary has traffic
     */
    static Judgement of(
            StandingDecision made,
            String target,
            @Nullable ReleaseState state,
            @Nullable Reading reading,
            Instant now) {
        Refused unusable = unusable(made, target, now);
        if (unusable != null) {
            return unusable;
        }
        if (made.decision().kind() == Kind.RETRY) {
            return state == null ? new Open() : outdated("a release of " + target + " runs");
        }
        if (state == null || state.release().plan().trial() == null) {
            return outdated("no canary of " + target + " runs");
        }
        if (!made.about(state.release().deploymentId())) {
            return outdated("it is about deployment " + made.decision().named().deploymentId() + ", but now "
                    + state.release().deploymentId() + " runs");
        }
        return switch (state) {
            case OnTrial trial -> onTrial(made, trial, reading, now);
            case ReleaseState.Applying applying -> promotion(made, applying, now);
            case ReleaseState.Waiting waiting -> promotion(made, waiting, now);
            case ReleaseState.Baking baking -> promotion(made, baking, now);
            case ReleaseState.Restoring _ -> outdated("the canary is being taken back already");
            case Withdrawing back when back.step().inSteps() -> promotion(made, back, now);
            case Withdrawing back -> outdated(ended(back.step().ending()));
            case Hooking hooking when hooking.run().phase() == HookPhase.PRE_APPLY -> new Open();
            case Hooking hooking when hooking.trial() != null -> hooked(made, hooking, now);
            case Hooking hooking when hooking.failed() != null -> outdated(ended(Ending.ROLLED_BACK));
            case Hooking _, ReleaseState.Pruning _, ReleaseState.Settling _, ReleaseState.Finished _ ->
                outdated(ended(Ending.PROMOTED));
        };
    }

    private static Judgement onTrial(StandingDecision made, OnTrial state, @Nullable Reading reading, Instant now) {
        String position = TrialText.position(state.release().plan(), state.trial());
        return switch (made.decision().kind()) {
            case ABORT -> new Honoured(state.rolledBack(List.of(aborted(made, state)), now), did(position, made));
            case PROMOTE -> promote(made, state, position, reading, now);
            case APPROVE, REJECT, RETRY, REPLAN, REHEARSE, RELEASE, PAUSE, RESUME, PIN, ROLLBACK, UNPIN, UNKNOWN ->
                foreign(made);
        };
    }

    private static Judgement promote(
            StandingDecision made, OnTrial state, String position, @Nullable Reading reading, Instant now) {
        TrialHold hold = state.trial().hold();
        if (state.release().plan().rehearses()) {
            return overruled(position
                    + " promotes nothing: the version that runs is on trial against itself. It ends by"
                    + " itself, or by keelstream abort " + state.release().target());
        }
        if (reading instanceof Reading.Fail(IssuedVerdict issued)
                && course(state).acts()) {
            return overruled(position + " has failed: " + issued.reason());
        }
        if (hold != null && hold.cause() == Cause.PAUSED) {
            return overruled(position + " is " + hold.why() + "; resume it first");
        }
        StepApproval approval = new StepApproval(made, state);
        Integer step = made.decision().named().step();
        if (step == null) {
            Refused skipping = approval.ofTheRest();
            return skipping == null
                    ? new Honoured(state.promoted(now), did(position, made) + ", without further verdicts")
                    : skipping;
        }
        boolean begins = state.trial().held(Cause.START);
        if (step != (begins ? Named.BEFORE_THE_FIRST : state.trial().step())) {
            return outdated(about(step) + ", but now " + position + (begins ? " waits to begin" : " runs"));
        }
        return switch (state) {
            case Preparing preparing ->
                begins ? approval.of(preparing.approved(now), did(position, made), now) : new Open();
            case Shifting _ -> hold == null ? new Open() : overruled(position + " is on hold, " + hold.why());
            case Analysing analysing ->
                course(state).last()
                                && !state.trial().held(Cause.APPROVAL)
                                && !state.trial().held(Cause.WINDOW)
                        ? overruled(position + " is the last: the promotion follows it and needs a verdict PASS,"
                                + " or --full, which promotes without")
                        : approval.of(analysing.passed(now), did(position, made), now);
        };
    }

    private static String about(int step) {
        return step == Named.BEFORE_THE_FIRST ? "it is about the start of the trial" : "it is about step " + (step + 1);
    }

    /** Before the trial a decision waits for it; while the canary is promoted it can only be taken back. */
    private static Judgement promotion(StandingDecision made, ReleaseState state, Instant now) {
        TrialPosition trial = state.trial();
        if (trial == null) {
            return new Open();
        }
        return switch (made.decision().kind()) {
            case ABORT ->
                new Honoured(
                        state.failed(ExecutionStatus.SUCCEEDED, List.of(aborted(made, state)), now),
                        did(TrialText.position(state.release().plan(), trial), made));
            case PROMOTE ->
                outdated(
                        state instanceof ReleaseState.Baking
                                ? "the canary has been promoted and is watched; abort takes it back"
                                : "the canary is being promoted; abort takes it back");
            case APPROVE, REJECT, RETRY, REPLAN, REHEARSE, RELEASE, PAUSE, RESUME, PIN, ROLLBACK, UNPIN, UNKNOWN ->
                foreign(made);
        };
    }

    /** While a hook runs, only an abort counts; anything else waits for its end. */
    private static Judgement hooked(StandingDecision made, Hooking state, Instant now) {
        if (state.promotes() && made.decision().kind() == Kind.PROMOTE) {
            return promotion(made, state, now);
        }
        if (made.decision().kind() != Kind.ABORT || state.run().end() != null) {
            return new Open();
        }
        Problem aborted = aborted(made, state);
        String when = state.run().uid() == null
                ? "before the " + state.run().phase().word() + " hook began"
                : state.promotes() ? "a hook runs in the promotion of the canary" : "a hook tests the canary";
        return new Honoured(state.takenBack(aborted, now), when + ": " + past(made.decision()) + " " + made.by());
    }

    private static Problem aborted(StandingDecision made, ReleaseState state) {
        return TrialText.aborted(state.release().plan(), made.by());
    }

    private static String ended(Ending ending) {
        return switch (ending) {
            case PROMOTED -> "the canary has been promoted";
            case ROLLED_BACK -> "the canary is being taken back already";
            case REHEARSED -> "the rehearsal is over; its copies are being deleted";
            case SUPERSEDED -> "a newer commit took over; the canary is being taken back";
            case UNKNOWN -> "the canary has ended";
        };
    }

    static Refused outdated(String now) {
        return new Refused(Reason.DECISION_OUTDATED, now);
    }

    private static Refused overruled(String why) {
        return new Refused(Reason.DECISION_OVERRULED, why);
    }

    private static Refused foreign(StandingDecision made) {
        return new Refused(
                Reason.DECISION_INVALID,
                "the applier does not judge a " + made.decision().kind().verb());
    }

    private static Course course(OnTrial state) {
        return new Course(state.release().trial(), state.trial());
    }

    private static String did(String position, StandingDecision made) {
        return position + ": " + past(made.decision()) + " " + made.by();
    }

    private static String past(Decision decision) {
        return switch (decision.kind()) {
            case ABORT -> "aborted";
            case PROMOTE -> "promoted";
            case APPROVE, REJECT, RETRY, REPLAN, REHEARSE, RELEASE, PAUSE, RESUME, PIN, ROLLBACK, UNPIN, UNKNOWN ->
                decision.kind().verb();
        };
    }
}
