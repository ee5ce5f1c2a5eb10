package io.keelstream.applier.decision;

import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.InForce;
import io.keelstream.contracts.decision.StandingDecision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a {@code pause} or a {@code resume}: they are about the target, whatever runs, and count at any moment. A canary on
 * trial stays where it is, or goes on, in the same transition. Pure.
 */
public final class PauseJudgement {

    private PauseJudgement() {}

    /**
     * Judges.
     *
     * @param target the target's key
     * @param state where its release is; null while none runs
     * @param pause the pause that is in force; null without one
     */
    public static Judgement of(
            StandingDecision made, String target, @Nullable ReleaseState state, @Nullable Pause pause, Instant now) {
        Judgement unusable = Judgement.unusable(made, target, now);
        if (unusable != null) {
            return unusable;
        }
        return made.decision().kind() == Kind.PAUSE
                ? paused(made.decision(), target, state, now)
                : resumed(made.decision(), target, state, pause, now);
    }

    private static Judgement paused(Decision made, String target, @Nullable ReleaseState state, Instant now) {
        Pause pause = new Pause(new InForce(made, now));
        Instant end = pause.end();
        String did =
                target + " is " + pause.why() + (end == null ? "" : " until " + end.truncatedTo(ChronoUnit.SECONDS))
                        + (pause.hard() ? ": nothing of it begins" : ": nothing of it begins that moves forward");
        return state instanceof OnTrial trial
                ? new Judgement.Honoured(held(trial, pause, now), position(trial) + ": " + pause.why())
                : new Judgement.Noted(did + (state == null ? "" : "; the release that runs goes on to its end"));
    }

    private static Judgement resumed(
            Decision made, String target, @Nullable ReleaseState state, @Nullable Pause pause, Instant now) {
        boolean held = state instanceof OnTrial trial && trial.trial().held(Cause.PAUSED);
        if (pause == null && !held) {
            return Judgement.outdated(target + " is not paused");
        }
        return state instanceof OnTrial trial && held
                ? new Judgement.Honoured(trial.released(now), position(trial) + ": resumed by " + made.by())
                : new Judgement.Noted(target + " goes on, as decided by " + made.by());
    }

    /** A canary on trial, as a pause keeps it. */
    public static OnTrial held(OnTrial trial, Pause pause, Instant now) {
        return trial.held(Cause.PAUSED, pause.why(), now);
    }

    private static String position(OnTrial trial) {
        return TrialText.position(trial.release().plan(), trial.trial());
    }
}
