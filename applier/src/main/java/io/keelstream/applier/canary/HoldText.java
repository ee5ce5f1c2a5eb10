package io.keelstream.applier.canary;

import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.targets.TargetName;

/** What people read of a trial on hold: why it does not go on, and the commands that end that. Pure. */
public final class HoldText {

    private HoldText() {}

    /** One line, e.g. {@code canary 25 % (step 2 of 3) is on hold, ...}. */
    public static String of(TargetName target, Trial trial, TrialPosition at, TrialHold hold) {
        return TrialText.position(trial, at) + " is on hold, " + hold.why() + ". " + end(target, trial, at, hold)
                + ", keelstream abort " + target + " takes it back";
    }

    private static String end(TargetName target, Trial trial, TrialPosition at, TrialHold hold) {
        boolean last = new Course(trial, at).last();
        String promote = "keelstream promote " + target;
        String next = last ? " promotes the canary" : " begins the next step";
        return switch (hold.cause()) {
            case ROUTER -> "It goes on when the router confirms";
            case CAPACITY -> "It goes on when the autoscaler allows more; " + promote + (last ? " --full" : "") + next;
            case PODS -> "It goes on when the pods are ready; " + promote + (last ? " --full" : "") + next;
            case BLIND -> "It goes on when evidence arrives; " + promote + (last ? " --full" : "") + next;
            case INCONCLUSIVE -> promote + (last ? " --full" : "") + next;
            case START -> promote + " begins it";
            case APPROVAL -> promote + next;
            case WINDOW -> "It goes on when they open; " + promote + next;
            case PAUSED -> "keelstream resume " + target + " ends the pause";
            case UNKNOWN -> "A newer version knows what ends that";
        };
    }
}
