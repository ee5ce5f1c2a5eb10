package io.keelstream.applier.phase;

import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.decision.Decisions;
import io.keelstream.applier.decision.Judgement;
import io.keelstream.applier.decision.Pause;
import io.keelstream.applier.decision.PauseJudgement;
import io.keelstream.applier.gate.Carrying;
import io.keelstream.applier.gate.Reading;
import io.keelstream.applier.gate.Ruling;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.StandingDecision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What ends a state at once, whatever it waits for: a newer revision that does not wait, then {@code abort}, which is also
 * somebody who took traffic from the canary, then harm, then what
 * ended beside the trial, then pods of the copies that are not ready, then a pause or its end, then {@code promote}. A verdict that lets a step go on comes after
 * all of them, in the phase that waits for it. While a hard pause holds the trial, nothing but {@code abort} and the end of the pause ends its state.
 */
final class Interruptions {

    private final ReleaseContext context;
    private final Verdicts verdicts;
    private final PodLook pods;
    private final ReadyLook ready;
    private final LoweredLook lowered;
    private final Beside beside;

    Interruptions(ReleaseContext context) {
        this.context = context;
        this.verdicts = new Verdicts(context);
        this.pods = new PodLook(context);
        this.ready = new ReadyLook(context.live());
        this.lowered = new LoweredLook(context);
        this.beside = new Beside(context);
    }

    /** What the state ends in; null where it goes on. */
    Next.@Nullable Reached of(ReleaseState state) {
        Instant now = context.clock().instant();
        boolean frozen = state instanceof OnTrial trial && frozen(trial);
        if (!frozen && !context.orders().goOn(state, now)) {
            return new Next.Reached(state.superseded(now));
        }
        if (state.trial() == null) {
            return null;
        }
        Decisions decisions = context.orders().decisions().get();
        Reading reading = verdicts.reading(state);
        Next.Reached reached = decided(state, decisions, Kind.ABORT, reading, now);
        if (frozen) {
            return reached == null && state instanceof OnTrial trial ? pause(trial, decisions, now) : reached;
        }
        reached = reached == null ? lowered(state, now) : reached;
        reached = reached == null ? harm(state, reading, now) : reached;
        reached = reached == null ? failing(state, now) : reached;
        reached = reached == null && state instanceof OnTrial trial ? beside.of(trial, now) : reached;
        reached = reached == null ? carrying(state, now) : reached;
        reached = reached == null && state instanceof OnTrial trial ? pause(trial, decisions, now) : reached;
        return reached == null ? decided(state, decisions, Kind.PROMOTE, reading, now) : reached;
    }

    /** What is proven harm while a canary is promoted means for the state; null where it goes on. */
    Next.@Nullable Reached harm(ReleaseState state) {
        Instant now = context.clock().instant();
        Next.Reached reached = harm(state, verdicts.reading(state), now);
        return reached == null ? failing(state, now) : reached;
    }

    /** Whether nothing ends the state. */
    boolean none(ReleaseState state) {
        return of(state) == null;
    }

    private Next.@Nullable Reached lowered(ReleaseState state, Instant now) {
        String how = state instanceof OnTrial trial ? lowered.of(trial) : null;
        return how != null
                        && Ruling.ofLowered((OnTrial) state, how, now)
                                instanceof Ruling.Go(ReleaseState other, String why)
                ? new Next.Reached(other, null, why, null)
                : null;
    }

    private static Next.@Nullable Reached harm(ReleaseState state, @Nullable Reading reading, Instant now) {
        return reading != null
                        && Ruling.ofWatch(state, reading, now) instanceof Ruling.Go(ReleaseState other, String why)
                ? new Next.Reached(other, null, why, null)
                : null;
    }

    private Next.@Nullable Reached failing(ReleaseState state, Instant now) {
        Ruling.Failing evidence = pods.harm(state, now);
        return evidence != null
                        && Ruling.ofPods(state, evidence, now) instanceof Ruling.Go(ReleaseState other, String why)
                ? new Next.Reached(other, null, why, null)
                : null;
    }

    private Next.@Nullable Reached carrying(ReleaseState state, Instant now) {
        return state instanceof OnTrial trial
                        && trial.trial().exposure() != null
                        && Carrying.of(trial, ready.of(trial), now) instanceof Ruling.Go(ReleaseState other, String why)
                ? verdicts.asking(other, why)
                : null;
    }

    /** The decision under a key, where it is honoured now. */
    private Next.@Nullable Reached decided(
            ReleaseState state, Decisions decisions, Kind slot, @Nullable Reading reading, Instant now) {
        StandingDecision made = decisions.open(slot);
        return made != null
                        && Judgement.of(made, state.release().target().toString(), state, reading, now)
                                instanceof Judgement.Honoured honoured
                ? verdicts.asking(honoured.next(), honoured.did(), honoured.answer(made))
                : null;
    }

    /** Whether a hard pause holds the trial. */
    private boolean frozen(OnTrial trial) {
        Pause pause = trial.trial().held(Cause.PAUSED)
                ? context.orders().decisions().get().inForce()
                : null;
        return pause != null && pause.hard();
    }

    /** A pause, or its end: by a decision that is honoured now, or by what is in force. */
    private Next.@Nullable Reached pause(OnTrial trial, Decisions decisions, Instant now) {
        Release release = trial.release();
        String position = TrialText.position(release.plan(), trial.trial());
        Pause pause = decisions.inForce();
        StandingDecision made = decisions.open(Kind.PAUSE);
        if (made != null
                && PauseJudgement.of(made, release.target().toString(), trial, pause, now)
                        instanceof Judgement.Honoured honoured) {
            return verdicts.asking(honoured.next(), honoured.did(), honoured.answer(made));
        }
        boolean held = trial.trial().held(Cause.PAUSED);
        if (pause == null) {
            return held ? verdicts.asking(trial.released(now), position + ": the pause is over") : null;
        }
        return held ? null : verdicts.asking(PauseJudgement.held(trial, pause, now), position + ": " + pause.why());
    }
}
