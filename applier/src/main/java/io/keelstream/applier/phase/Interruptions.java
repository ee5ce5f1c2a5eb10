package io.keelstream.applier.phase;

import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.decision.Decisions;
import io.keelstream.applier.decision.Judgement;
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
 * all of them, in the phase that waits for it.
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
        if (!context.orders().goOn(state, now)) {
            return new Next.Reached(state.superseded(now));
        }
        if (state.trial() == null) {
            return null;
        }
        Decisions decisions = context.orders().decisions().get();
        Reading reading = verdicts.reading(state);
        Next.Reached reached = decided(state, decisions, Kind.ABORT, reading, now);
        reached = reached == null ? lowered(state, now) : reached;
        reached = reached == null ? harm(state, reading, now) : reached;
        reached = reached == null ? failing(state, now) : reached;
        reached = reached == null && state instanceof OnTrial trial ? beside.of(trial, now) : reached;
        reached = reached == null ? carrying(state, now) : reached;
        reached = reached == null ? decided(state, decisions, Kind.PAUSE, reading, now) : reached;
        reached = reached == null ? pauseOver(state, decisions, now) : reached;
        return reached == null ? decided(state, decisions, Kind.PROMOTE, reading, now) : reached;
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

    /** A pause that expired, or was withdrawn. */
    private Next.@Nullable Reached pauseOver(ReleaseState state, Decisions decisions, Instant now) {
        Release release = state.release();
        return state instanceof OnTrial trial
                        && trial.trial().held(Cause.PAUSED)
                        && !now.isBefore(decisions.pausedUntil(release.deploymentId(), release.target()))
                ? verdicts.asking(
                        trial.released(now),
                        TrialText.position(release.plan(), trial.trial()) + ": the pause is over",
                        null)
                : null;
    }
}
