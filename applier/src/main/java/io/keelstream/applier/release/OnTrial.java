package io.keelstream.applier.release;

import io.keelstream.applier.canary.Course;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.execution.Step.Withdrawing.Ending;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The canary is judged, or about to be. What is on hold goes no further than its state. */
public sealed interface OnTrial extends ReleaseState
        permits ReleaseState.Preparing, ReleaseState.Shifting, ReleaseState.Analysing {

    @Override
    TrialPosition trial();

    /** The same with its trial at another position. */
    private OnTrial at(TrialPosition position) {
        return switch (this) {
            case Preparing state -> new Preparing(state.release(), position, state.deadline());
            case Shifting state -> new Shifting(state.release(), position, state.since());
            case Analysing state -> new Analysing(state.release(), position, state.since());
        };
    }

    /**
     * Another release goes on with the trial exactly where it stands; its gate stays. Whoever promoted it so far has not seen
     * that release, so it needs everybody again.
     */
    default OnTrial takenOver(Release by) {
        TrialPosition position = trial().withHold(unapproved());
        return switch (this) {
            case Preparing state -> new Preparing(by, position, state.deadline());
            case Shifting state -> new Shifting(by, position, state.since());
            case Analysing state -> new Analysing(by, position, state.since());
        };
    }

    /** What holds the trial, without anybody's approval. */
    private @Nullable TrialHold unapproved() {
        TrialHold hold = trial().hold();
        return hold == null || hold.approvals().isEmpty()
                ? hold
                : new TrialHold(hold.cause(), hold.since(), asked(hold.cause()), hold.unmatched(), null);
    }

    /** What a hold asks people for that nobody has promoted yet. */
    private static String asked(Cause cause) {
        return cause == Cause.START ? "the trial needs approval before it begins" : "the step needs approval";
    }

    /** The trial does not go on by itself; another gate is asked, which watches. */
    default OnTrial held(Cause cause, String why, Instant now) {
        return at(trial().withHold(new TrialHold(cause, now, why).takingMatchedAway(unmatched()))
                .nextRound());
    }

    /** So many people have to let the trial go on, and these have. */
    default OnTrial approvedBy(List<String> people, int required, Instant now) {
        Cause cause = trial().held(Cause.START) ? Cause.START : Cause.APPROVAL;
        OnTrial held = held(
                cause,
                asked(cause) + ": " + required + " people have to promote it; " + String.join(", ", people) + " did",
                now);
        TrialHold hold = held.trial().hold();
        return hold == null ? held : held.at(held.trial().withHold(hold.approvedBy(people)));
    }

    /** What held the trial is over by itself. */
    default OnTrial unheld() {
        return at(trial().withHold(left()).nextRound());
    }

    /** Whether nothing but matched requests goes to the canary, and the workload has them, since no pod is ready. */
    private boolean unmatched() {
        TrialHold hold = trial().hold();
        return hold != null
                && hold.takesMatchedAway()
                && new Course(release().trial(), trial()).step().weight() == 0;
    }

    /** What holds the trial after its hold has ended: matched requests that are away come back with the pods. */
    private @Nullable TrialHold left() {
        TrialHold hold = trial().hold();
        return hold != null && hold.cause() != Cause.PODS && unmatched()
                ? new TrialHold(Cause.PODS, hold.since(), "the canary had no ready pods")
                : null;
    }

    /** What holds the trial where its step is not to end any more: neither an approval, nor checks before the promotion. */
    default @Nullable TrialHold withoutItsEnd() {
        return trial().held(Cause.APPROVAL) || trial().held(Cause.CHECKS) ? left() : trial().hold();
    }

    /** A person lets the trial go on; one that has not begun asks for approval again. */
    default OnTrial released(Instant now) {
        return unbegun()
                ? asking(now)
                : at(trial().releasedAt(now).withHold(left()).nextRound());
    }

    /** A person has to let the trial begin. */
    default OnTrial asking(Instant now) {
        return held(Cause.START, asked(Cause.START), now);
    }

    /** Whether a person has to let the trial begin first, and nothing of it exists: nobody was asked yet, or it is on hold. */
    default boolean unbegun() {
        return (trial().hold() != null || trial().round() == 0)
                && trial().exposure() == null
                && trial().uids().isEmpty()
                && release().trial().rules().conduct().asksBeforeStart();
    }

    /** A hook beside the canary has ended. */
    default OnTrial besideEnded(HookRun run) {
        return at(trial().withBeside(run));
    }

    /** The router is asked for another weight within the trial, with this hold. */
    default Shifting reweighted(int step, int weight, @Nullable TrialHold hold, Instant now) {
        return new Shifting(
                release(),
                trial().withStep(step).withWeight(weight).withHold(hold).nextRound(),
                now);
    }

    /** The canary is no good. */
    default Withdrawing rolledBack(List<Problem> causes, Instant now) {
        return Withdrawing.begin(release(), trial(), release().takenBack(), causes, now);
    }

    /** The rest of the plan is applied, whatever steps are left; a rehearsal is over, since nothing is promoted. */
    default ReleaseState promoted(Instant now) {
        return release().plan().rehearses()
                ? Withdrawing.begin(release(), trial(), Ending.REHEARSED, List.of(), now)
                : release().next(OptionalInt.empty(), trial().withHold(null).nextRound(), now);
    }
}
