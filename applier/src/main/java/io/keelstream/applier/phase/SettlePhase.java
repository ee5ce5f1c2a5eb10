package io.keelstream.applier.phase;

import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Settling;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.health.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Looks at the objects that the release did not touch: they decide whether the end is healthy. What is still on its way, as a
 * roll-out that a superseded release began, is waited for as long as a wave is; what was degraded before the release is named
 * and decides nothing, unless the policy requires it to be healthy.
 */
final class SettlePhase {

    private static final Duration UNSEEN = Duration.ofSeconds(3);

    private final ReleaseContext context;
    private final Untouched untouched;
    private final Progress progress;

    SettlePhase(ReleaseContext context, Untouched untouched, Progress progress) {
        this.context = context;
        this.untouched = untouched;
        this.progress = progress;
    }

    /** @param patience until when a thread waits */
    Next on(Settling state, Instant patience) throws InterruptedException {
        HealthLook look = new HealthLook(context, state.release().policy());
        Function<String, Instant> appliedAt = untouched::appliedAt;
        Instant unseen = context.clock().instant().plus(UNSEEN);
        Instant deadline = deadline(state);
        while (true) {
            long seen = context.orders().seen();
            Instant now = context.clock().instant();
            List<Pending> pending = look.pending(untouched.references(), appliedAt).stream()
                    .map(untouched::asRecorded)
                    .toList();
            boolean waits = pending.stream().anyMatch(each -> now.isBefore(until(each, unseen, deadline)));
            if (!waits) {
                return new Next.Reached(settled(state, pending, look));
            }
            if (!context.orders().goOn()) {
                return new Next.Reached(state.superseded(now));
            }
            if (!now.isBefore(patience)) {
                return Waits.recorded(state, now, deadline);
            }
            context.orders().await(seen, Waits.LOOK_AGAIN);
        }
    }

    private ReleaseState settled(Settling state, List<Pending> pending, HealthLook look) {
        Predicate<Pending> asBefore = each -> untouched.wasDegraded(each.reference(), each.status());
        List<Pending> before = pending.stream().filter(asBefore).toList();
        List<Pending> others = pending.stream().filter(asBefore.negate()).toList();
        boolean tolerated =
                before.isEmpty() || !state.release().policy().health().untouchedRequireHealthy();
        List<Problem> problems = new ArrayList<>(look.explain(others, Reason.NOT_HEALTHY));
        problems.addAll(look.explain(before, Reason.DEGRADED_BEFORE));
        return state.settled(others.isEmpty() && tolerated, problems);
    }

    /** Until when it is worth waiting for an object: not at all for what does not become better by itself. */
    private Instant until(Pending each, Instant unseen, Instant deadline) {
        if (!context.live().complete(each.reference().groupKind())) {
            return unseen;
        }
        return each.status().health() == Health.PROGRESSING ? deadline : Instant.MIN;
    }

    /** As long as a wave has; counted from the last write, which is recorded, so that a restart does not begin anew. */
    private Instant deadline(Settling state) {
        Instant written = progress.lastApplied();
        return (written == null ? state.release().startedAt() : written)
                .plus(state.release().timeout());
    }
}
