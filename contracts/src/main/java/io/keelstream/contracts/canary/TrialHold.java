package io.keelstream.contracts.canary;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a trial does not go on by itself. The canary keeps its share of the traffic and is watched meanwhile: proven harm ends
 * every hold.
 *
 * @param cause what kind of hold it is, which decides what ends it
 * @param since when it began
 * @param why what happened, for people; a sentence without its full stop
 * @param unmatched whether matched requests go to the workload meanwhile, since no pod of the canary is ready; null where they
 *     do not
 * @param approvedBy who has promoted it so far, where more than one person has to; null for nobody
 */
public record TrialHold(
        Cause cause,
        Instant since,
        String why,
        @Nullable Boolean unmatched,
        @Nullable List<String> approvedBy) {

    public TrialHold {
        approvedBy = approvedBy == null || approvedBy.isEmpty() ? null : List.copyOf(approvedBy);
    }

    /** One that takes no matched requests away. */
    public TrialHold(Cause cause, Instant since, String why) {
        this(cause, since, why, null, null);
    }

    /** Who has promoted it so far. */
    public List<String> approvals() {
        return approvedBy == null ? List.of() : approvedBy;
    }

    /** The same with these people's approvals. */
    public TrialHold approvedBy(List<String> people) {
        return new TrialHold(cause, since, why, unmatched, people);
    }

    /** Whether matched requests go to the workload meanwhile. */
    public boolean takesMatchedAway() {
        return cause == Cause.PODS || Boolean.TRUE.equals(unmatched);
    }

    /** The same while matched requests go to the workload, or to the canary again. */
    public TrialHold takingMatchedAway(boolean away) {
        return new TrialHold(cause, since, why, (away && cause != Cause.PODS) ? true : null, approvedBy);
    }

    /** What kinds of holds there are. */
    public enum Cause {
        /** The router has not confirmed a weight; ends when it does. */
        ROUTER,
        /** The analysis proved nothing in time; a person ends it. */
        INCONCLUSIVE,
        /** The autoscaler does not allow the pods for the whole traffic; ends when it does, or by a person. */
        CAPACITY,
        /** Pods of the copies are not ready; the weight is what the others carry. Ends when they are, or by a person. */
        PODS,
        /** No evidence arrives; ends when it does, or by a person. */
        BLIND,
        /** The trial asks for a person's {@code promote} before it begins. */
        START,
        /** The step is passed and asks for a person's {@code promote}. */
        APPROVAL,
        /** A person paused the trial; ends by {@code resume}, or when the pause expires. */
        PAUSED,
        /** The windows of the target are closed; ends when they open, or by a person. */
        WINDOW,
        /** What is promoted next waits for checks beside the canary; ends when they have ended. */
        CHECKS,
        UNKNOWN;

        /** Whether nothing but a person ends it. */
        public boolean forPeople() {
            return switch (this) {
                case INCONCLUSIVE, START, APPROVAL, PAUSED -> true;
                case ROUTER, CAPACITY, PODS, BLIND, WINDOW, CHECKS, UNKNOWN -> false;
            };
        }
    }
}
