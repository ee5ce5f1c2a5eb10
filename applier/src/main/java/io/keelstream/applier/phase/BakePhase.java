package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Bake;
import io.keelstream.applier.release.ReleaseState.Baking;
import java.time.Duration;
import java.time.Instant;

/** Watches the promoted version for some time. Harm, a person's {@code abort} and a newer commit end it at once. */
final class BakePhase {

    /** Changes wake the release; this is for pods that were restarted without one. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final ReleaseContext context;
    private final Interruptions interruptions;

    BakePhase(ReleaseContext context) {
        this.context = context;
        this.interruptions = new Interruptions(context);
    }

    /** @param patience until when a thread waits */
    Next on(Baking state, Instant patience) throws InterruptedException {
        Instant end = Bake.of(state.release().trial())
                .map(bake -> state.since().plus(bake.length()))
                .orElse(state.since());
        while (true) {
            long seen = context.orders().seen();
            Next interruption = interruptions.of(state);
            if (interruption != null) {
                return interruption;
            }
            Instant now = context.clock().instant();
            if (!now.isBefore(end)) {
                return new Next.Reached(state.baked(now));
            }
            if (!now.isBefore(patience)) {
                Instant again = now.plus(LOOK_AGAIN);
                return new Next.Waits(state, again.isBefore(end) ? again : end);
            }
            context.orders().await(seen, Waits.pause(now, end));
        }
    }
}
