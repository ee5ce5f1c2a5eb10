package io.keelstream.applier.phase;

import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.applier.release.ReleaseState.Settling;
import io.keelstream.contracts.problem.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Looks at the objects that the release did not touch: they decide whether the end is healthy. */
final class SettlePhase {

    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final ReleaseContext context;
    private final Collection<String> untouched;

    SettlePhase(ReleaseContext context, Collection<String> untouched) {
        this.context = context;
        this.untouched = List.copyOf(untouched);
    }

    Finished on(Settling state) throws InterruptedException {
        HealthLook look = new HealthLook(context, state.release().policy());
        Instant limit = context.clock().instant().plus(LIMIT);
        while (true) {
            long seen = context.orders().seen();
            Instant now = context.clock().instant();
            List<Pending> pending = look.pending(untouched, reference -> now);
            boolean certain = pending.stream()
                    .allMatch(each -> context.live().complete(each.reference().groupKind()));
            if (pending.isEmpty()
                    || certain
                    || now.isAfter(limit)
                    || !context.orders().goOn()) {
                return state.settled(pending.isEmpty(), look.explain(pending, Reason.NOT_HEALTHY));
            }
            context.orders().await(seen, Waits.LOOK_AGAIN);
        }
    }
}
