package io.keelstream.applier.phase;

import io.keelstream.applier.gate.Ruling;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Analysing;
import java.time.Duration;
import java.time.Instant;

/** Waits for the verdict on a step. What is on hold is only watched. */
final class AnalysePhase {

    /** A change of the analysis wakes the release; this is for a clock that passes an expiry. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final ReleaseContext context;
    private final Verdicts verdicts;

    AnalysePhase(ReleaseContext context) {
        this.context = context;
        this.verdicts = new Verdicts(context);
    }

    /** @param patience until when a thread waits */
    Next on(Analysing state, Instant patience) throws InterruptedException {
        while (true) {
            long seen = context.orders().seen();
            Next interruption = verdicts.interruption(state);
            if (interruption != null) {
                return interruption;
            }
            Instant now = context.clock().instant();
            Ruling ruling =
                    state.hold() == null ? Ruling.of(state, verdicts.reading(state), now) : new Ruling.Wait(null);
            switch (ruling) {
                case Ruling.Go(ReleaseState other, String why) -> {
                    return verdicts.asking(other, why);
                }
                case Ruling.Wait(var until) -> {
                    Instant later = now.plus(LOOK_AGAIN);
                    Instant again = until != null && until.isBefore(later) ? until : later;
                    if (!now.isBefore(patience)) {
                        return new Next.Waits(state, again);
                    }
                    context.orders().await(seen, Waits.pause(now, again));
                }
            }
        }
    }
}
