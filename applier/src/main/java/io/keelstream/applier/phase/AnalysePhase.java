package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.decision.Pause;
import io.keelstream.applier.gate.Reading;
import io.keelstream.applier.gate.Ruling;
import io.keelstream.applier.gate.Sight;
import io.keelstream.applier.gate.TrialChecks;
import io.keelstream.applier.gate.TrialWindows;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Analysing;
import io.keelstream.applier.release.ReleaseState.Preparing;
import io.keelstream.applier.traffic.StableFloor;
import io.keelstream.applier.write.Attempt;
import io.keelstream.contracts.canary.TrialHold.Cause;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Waits for the verdict on a step. What is on hold is only watched. */
final class AnalysePhase {

    /** A change of the analysis wakes the release; this is for a clock that passes an expiry. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final ReleaseContext context;
    private final Verdicts verdicts;
    private final Interruptions interruptions;

    AnalysePhase(ReleaseContext context) {
        this.context = context;
        this.verdicts = new Verdicts(context);
        this.interruptions = new Interruptions(context);
    }

    /** @param patience until when a thread waits */
    Next on(Analysing state, Instant patience) throws InterruptedException {
        boolean looked = false;
        while (true) {
            long seen = context.orders().seen();
            Next interruption = interruptions.of(state);
            if (interruption != null) {
                return interruption;
            }
            Instant now = context.clock().instant();
            Ruling ruling = TrialWindows.within(state, TrialChecks.within(state, ruling(state, now), now), now);
            boolean look = !looked || ruling instanceof Ruling.Go;
            looked = true;
            switch (look ? within(state, ruling, now) : ruling) {
                case Ruling.Go(ReleaseState other, String why) -> {
                    return verdicts.asking(other, why);
                }
                case Ruling.Wait(var until) -> {
                    Instant later = now.plus(LOOK_AGAIN);
                    Instant again = until != null && until.isBefore(later) ? until : later;
                    if (context.orders().handsOver(state)) {
                        return new Next.Waits(state, now.plus(Waits.SOON));
                    }
                    if (!now.isBefore(patience)) {
                        return new Next.Waits(state, again);
                    }
                    context.orders().await(seen, Waits.pause(now, again));
                }
            }
        }
    }

    /**
     * The floor follows the load, and the weight does not rise beyond what the workload could take back: what the verdict comes
     * to where something scales the workload.
     */
    private Ruling within(Analysing state, Ruling ruling, Instant now) throws InterruptedException {
        Course course = new Course(state.release().trial(), state.trial());
        StableFloor floor = StableFloor.of(course);
        boolean rises = ruling instanceof Ruling.Go(Preparing _, String _);
        if (floor == null || !(rises || ruling instanceof Ruling.Wait)) {
            return ruling;
        }
        Instant measured = state.since().plus(context.pace().measured());
        if (now.isBefore(measured)) {
            return new Ruling.Wait(ruling instanceof Ruling.Wait(Instant until) ? earlier(measured, until) : measured);
        }
        Attempt attempt = Attempt.brief(true, now, new WantedByState(context, interruptions, state));
        String beyond = floor.raise(
                        new RouteWriter(context, attempt), course.shares().stable())
                .beyond();
        String position = TrialText.position(state.release().plan(), state.trial());
        if (beyond == null) {
            return state.trial().held(Cause.CAPACITY)
                    ? new Ruling.Go(
                            state.unheld(), position + ": the autoscaler allows the pods for all of the traffic")
                    : ruling;
        }
        return rises ? new Ruling.Go(state.held(Cause.CAPACITY, beyond, now), position + ": " + beyond) : ruling;
    }

    /** What the verdict comes to; while there is none, or on hold, whether anybody sees what the canary does. */
    private Ruling ruling(Analysing state, Instant now) {
        Reading reading = verdicts.reading(state);
        Ruling verdict = state.trial().hold() != null || reading == null
                ? Ruling.ofHold(state, now)
                : Ruling.of(state, reading, now);
        if (!(verdict instanceof Ruling.Wait(Instant until))) {
            return verdict;
        }
        Ruling sight = Sight.of(state, context.orders().analysis().get(), now);
        return sight instanceof Ruling.Wait(Instant other)
                ? new Ruling.Wait(earlier(
                        earlier(until, other),
                        earlier(pauseEnds(state), context.orders().undecidedUntil())))
                : sight;
    }

    private @Nullable Instant pauseEnds(Analysing state) {
        Pause pause = context.orders().decisions().get().inForce();
        return pause != null && state.trial().held(Cause.PAUSED) ? pause.end() : null;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }
}
