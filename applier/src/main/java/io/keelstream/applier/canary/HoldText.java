package io.keelstream.applier.canary;

import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.targets.TargetName;
import java.util.Objects;

/** What people read of a trial on hold: why it does not go on, and the commands that end that. Pure. */
public final class HoldText {

    private HoldText() {}

    /** One line, e.g. {@code canary 25 % (step 2 of 3) is on hold, ...}; {@code plan} is the running one, which has the trial. */
    public static String of(TargetName target, Plan plan, TrialPosition at, TrialHold hold) {
        return TrialText.position(plan, at) + " is on hold, " + hold.why() + ". " + end(target, plan, at, hold) + ", "
                + abort(target) + (plan.rehearses() ? " ends it" : " takes it back");
    }

    /** What a person runs to end it; where only time does, to end the trial. */
    public static String command(TargetName target, Plan plan, TrialPosition at, TrialHold hold) {
        return switch (hold.cause()) {
            case INCONCLUSIVE -> promote(target, plan, at, true);
            case CAPACITY, PODS, BLIND -> plan.rehearses() ? abort(target) : promote(target, plan, at, true);
            case START, APPROVAL -> promote(target, plan, at, false);
            case PAUSED -> "keelstream resume " + target;
            case ROUTER, WINDOW, CHECKS, UNKNOWN -> abort(target);
        };
    }

    private static String promote(TargetName target, Plan plan, TrialPosition at, boolean full) {
        return "keelstream promote " + target + (full && last(plan, at) ? " --full" : "");
    }

    private static String abort(TargetName target) {
        return "keelstream abort " + target;
    }

    private static boolean last(Plan plan, TrialPosition at) {
        return new Course(Objects.requireNonNull(plan.trial(), "the plan has a trial"), at).last();
    }

    private static String end(TargetName target, Plan plan, TrialPosition at, TrialHold hold) {
        String next = last(plan, at) ? " promotes the canary" : " begins the next step";
        String promote = promote(target, plan, at, false);
        String promoteFull = promote(target, plan, at, true);
        String full = plan.rehearses() ? "" : "; " + promoteFull + next;
        return switch (hold.cause()) {
            case ROUTER -> "It goes on when the router confirms";
            case CAPACITY -> "It goes on when the autoscaler allows more" + full;
            case PODS -> "It goes on when the pods are ready" + full;
            case BLIND -> "It goes on when evidence arrives" + full;
            case INCONCLUSIVE -> promoteFull + next;
            case START -> promote + " begins it";
            case APPROVAL -> promote + next;
            case WINDOW -> "It goes on when they open" + (plan.rehearses() ? "" : "; " + promote + next);
            case CHECKS -> "It goes on when they have ended" + full;
            case PAUSED -> "keelstream resume " + target + " ends the pause";
            case UNKNOWN -> "A newer version knows what ends that";
        };
    }
}
