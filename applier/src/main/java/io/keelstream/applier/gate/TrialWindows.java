package io.keelstream.applier.gate;

import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.gate.Ruling.Go;
import io.keelstream.applier.gate.Ruling.Wait;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Analysing;
import io.keelstream.applier.release.ReleaseState.Shifting;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.contracts.canary.CanaryRules.OnWindowClose;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.window.Windows;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What closed windows mean for a trial: each rise of the weight, and the promotion, is something that begins. The way back waits
 * for no window. Pure.
 */
public final class TrialWindows {

    private TrialWindows() {}

    /** What a step comes to within the windows of its target. */
    public static Ruling within(Analysing state, Ruling ruling, Instant now) {
        Windows windows = new Windows(state.release().plan().windows());
        @Nullable Instant opening = windows.nextOpening(now);
        boolean open = now.equals(opening);
        String position = TrialText.position(state.release().plan(), state.trial());
        if (state.trial().held(Cause.WINDOW)) {
            return open && ruling instanceof Wait
                    ? new Go(state.released(now), position + ": the windows are open")
                    : ruling;
        }
        OnWindowClose rule = state.release().trial().rules().conduct().turn().onWindowClose();
        if (open || rule == OnWindowClose.FINISH) {
            return ruling;
        }
        String closed = "the windows are closed" + (opening == null ? "" : " until " + opening);
        if (rule == OnWindowClose.RETREAT && state.trial().step() > 0 && !isBack(ruling)) {
            return new Go(state.retreated(now), position + ": " + closed + "; back to the first step");
        }
        return ruling instanceof Go(ReleaseState next, String why) && goesForward(next)
                ? new Go(state.held(Cause.WINDOW, closed, now), why + "; " + closed)
                : ruling;
    }

    private static boolean isBack(Ruling ruling) {
        return ruling instanceof Go(ReleaseState next, String _) && !goesForward(next);
    }

    /** Whether more traffic, or all of it, goes to the new version. */
    private static boolean goesForward(ReleaseState next) {
        return !(next instanceof Withdrawing || next instanceof Analysing || next instanceof Shifting);
    }
}
