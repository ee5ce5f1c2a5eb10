package io.keelstream.applier.gate;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.gate.Ruling.Go;
import io.keelstream.applier.gate.Ruling.Wait;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Analysing;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.contracts.canary.TrialHold.Cause;
import java.time.Instant;

/**
 * What checks that run beside a canary mean for its end: a trial is not promoted, nor asks for its promotion, before they have
 * ended; a person's {@code --full} is. Meanwhile it is on hold and watched, and afterwards its verdict is asked for again, since
 * nothing is measured for one that was issued. Pure.
 */
public final class TrialChecks {

    private TrialChecks() {}

    /** What a step comes to beside the checks of its trial. */
    public static Ruling within(OnTrial state, Ruling ruling, Instant now) {
        Course course = new Course(state.release().trial(), state.trial());
        boolean waits = course.acts() && state.trial().checking();
        if (state.trial().held(Cause.CHECKS) && !waits) {
            return ruling instanceof Wait
                    ? new Go(state.unheld(), position(state) + ": the checks beside it have ended")
                    : ruling;
        }
        if (!waits || !(ruling instanceof Go(ReleaseState next, String why)) || !ends(course, next)) {
            return ruling;
        }
        return state instanceof Analysing
                ? new Go(state.held(Cause.CHECKS, "checks beside it have not ended", now), why)
                : new Wait(null);
    }

    private static boolean ends(Course course, ReleaseState next) {
        return next instanceof ReleaseState.Applying
                || (next instanceof Withdrawing back && back.step().endsWell())
                || (course.last() && next.trial() != null && next.trial().held(Cause.APPROVAL));
    }

    private static String position(OnTrial state) {
        return TrialText.position(state.release().plan(), state.trial());
    }
}
