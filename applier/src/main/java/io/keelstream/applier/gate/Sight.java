package io.keelstream.applier.gate;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.gate.Ruling.Go;
import io.keelstream.applier.gate.Ruling.Wait;
import io.keelstream.applier.release.ReleaseState.Analysing;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.canary.CanaryRules.OnBlind;
import io.keelstream.contracts.canary.CanaryRules.OnBlind.Response;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialHold.Cause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether anybody sees what a canary does: evidence of its analysis arrives. Where it does not for too long, harm would not be
 * noticed, so less traffic is exposed to it, or the step goes no further. Pure.
 */
public final class Sight {

    private Sight() {}

    /** What missing evidence, or its return, means for a step. */
    public static Ruling of(Analysing state, @Nullable Analysis analysis, Instant now) {
        Course course = new Course(state.release().trial(), state.trial());
        OnBlind rule = course.trial().rules().conduct().onBlind();
        TrialHold hold = state.trial().hold();
        String position = TrialText.position(state.release().plan(), state.trial());
        if (!course.acts() || state.trial().held(Cause.PODS)) {
            return new Wait(null);
        }
        if (hold != null && hold.cause() == Cause.BLIND) {
            return seen(state, analysis).isAfter(hold.since())
                    ? new Go(state.unheld(), position + ": evidence arrives again")
                    : new Wait(null);
        }
        Instant end = seen(state, analysis).plusMillis(rule.afterMillis());
        if (now.isBefore(end)) {
            return new Wait(end);
        }
        String why = "no evidence has arrived for " + TrialText.duration(rule.afterMillis());
        if (rule.response() == Response.RETREAT && state.trial().step() > 0) {
            return new Go(state.retreated(now), position + ": " + why + "; back to the first step");
        }
        return hold == null ? new Go(state.held(Cause.BLIND, why, now), position + ": " + why) : new Wait(null);
    }

    /** Until when it is known what the canary did; not before its weight was in effect. */
    private static Instant seen(Analysing state, @Nullable Analysis analysis) {
        if (analysis == null
                || analysis.evidence() == null
                || !analysis.request().trial().equals(Gates.trial(state.release()))) {
            return state.since();
        }
        Instant to = analysis.evidence().to();
        return to.isBefore(state.since()) ? state.since() : to;
    }
}
