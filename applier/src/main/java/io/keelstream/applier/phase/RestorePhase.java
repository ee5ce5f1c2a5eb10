package io.keelstream.applier.phase;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.Passing;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Restoring;
import io.keelstream.applier.traffic.Writes;
import io.keelstream.applier.write.Attempt;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;

/**
 * Gives the workload the template back that ran before a promotion, and waits until its pods are ready: only then can they
 * take the traffic. A write that is refused is tried again until the deadline: the version that is taken back serves until
 * then.
 */
final class RestorePhase {

    private final ReleaseContext context;
    private final Progress progress;
    private final Verdicts verdicts;

    RestorePhase(ReleaseContext context, Progress progress) {
        this.context = context;
        this.progress = progress;
        this.verdicts = new Verdicts(context);
    }

    /** @param patience until when a thread waits */
    Next on(Restoring state, Instant patience) throws InterruptedException {
        Trial.Stable stable = state.release().trial().stable();
        Attempt attempt = Attempt.brief(true, context.clock().instant(), new WantedByTrial(context, verdicts, state));
        ObjectOutcome outcome = Outcomes.own(context.writer().overwrite(Writes.of(stable.restore()), attempt, true));
        Problem refused = Writes.problem(outcome);
        HealthLook look = new HealthLook(context, state.release().policy());
        Instant since = state.deadline().minus(state.release().timeout());
        while (true) {
            long seen = context.orders().seen();
            Next.Reached interruption = verdicts.interruption(state);
            if (interruption != null) {
                return leave(stable, interruption.state());
            }
            Instant now = context.clock().instant();
            List<Pending> pending = look.pending(List.of(stable.reference()), each -> since);
            if (refused != null && Passing.is(refused)) {
                return Waits.recorded(inTime(state, now), now, Instant.MAX);
            }
            if (refused != null && now.isBefore(state.deadline())) {
                return Waits.recorded(state, now, state.deadline());
            }
            if (refused != null) {
                return leave(stable, state.restored(List.of(refused), now));
            }
            if (pending.isEmpty()) {
                return leave(stable, state.restored(List.of(), now));
            }
            if (!now.isBefore(state.deadline())) {
                return leave(stable, state.restored(look.explain(pending, Reason.NOT_HEALTHY_IN_TIME), now));
            }
            if (!now.isBefore(patience)) {
                return Waits.recorded(state, now, state.deadline());
            }
            context.orders().await(seen, Waits.pause(now, state.deadline()));
        }
    }

    /** Once the cluster takes writes again, the workload has at least half of the time to become healthy. */
    private static Restoring inTime(Restoring state, Instant now) {
        Instant half = state.deadline().minus(state.release().timeout().dividedBy(2));
        return now.isBefore(half) ? state : state.delayed(now);
    }

    /** The workload is not what the inventory says: it is planned again. */
    private Next leave(Trial.Stable stable, ReleaseState next) {
        progress.unhealthy(List.of(stable.reference()));
        return new Next.Reached(next);
    }
}
