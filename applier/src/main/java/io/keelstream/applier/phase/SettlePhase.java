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
import java.util.function.Predicate;

/**
 * Looks at the objects that the release did not touch: they decide whether the end is healthy. What is still on its way, as a
 * roll-out that a superseded release began, is waited for as long as a wave is; what was degraded before the release is named
 * and decides nothing, unless the policy requires it to be healthy. Nobody decides by a picture of the past: about what the watches
 * do not show in time the server itself is asked, when nothing else keeps the end back, and a cluster that does not answer is waited
 * for. What it cannot show because something that it has to ask does not answer is waited for as long as a roll-out is.
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
        Unshown unshown = new Unshown(context, look, untouched.references());
        Instant unseen = context.clock().instant().plus(UNSEEN);
        Instant deadline = deadline(state);
        while (true) {
            long seen = context.orders().seen();
            Instant now = context.clock().instant();
            unshown.forgetShown();
            List<Pending> pending = pending(look, unshown);
            boolean shown = unshown.none();
            boolean late = !now.isBefore(deadline);
            boolean mayBeShown = unshown.mayBeShown() && now.isBefore(unseen) && now.isBefore(patience);
            boolean asks = late || (!shown && !mayBeShown);
            if (asks) {
                if (!unshown.ask(() -> pending(look, unshown), late)) {
                    return context.orders().goOn()
                            ? Waits.recorded(state, now, Instant.MAX)
                            : new Next.Reached(state.superseded(now));
                }
                pending = pending(look, unshown);
            }
            boolean known = shown || asks;
            if (known && (late || pending.stream().noneMatch(SettlePhase::isOnItsWay))) {
                progress.completed(look.completed(untouched.jobs(), untouched::appliedAt));
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

    private List<Pending> pending(HealthLook look, Unshown unshown) {
        return unshown.amended(look.pending(untouched.references(), untouched::appliedAt)).stream()
                .map(untouched::asRecorded)
                .toList();
    }

    /** Everything else does not become better by itself. */
    private static boolean isOnItsWay(Pending each) {
        return each.status().health() == Health.PROGRESSING;
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

    /** As long as a wave has; counted from the last write, which is recorded, so that a restart does not begin anew. */
    private Instant deadline(Settling state) {
        Instant written = progress.lastApplied();
        return (written == null ? state.release().startedAt() : written)
                .plus(state.release().timeout());
    }
}
