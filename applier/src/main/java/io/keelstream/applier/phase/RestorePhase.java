package io.keelstream.applier.phase;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.Passing;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Restoring;
import io.keelstream.applier.traffic.Writes;
import io.keelstream.applier.write.Attempt;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives the workload, and what follows it, the template back that ran before a promotion, and waits until the workload's pods
 * are ready: only then can they take the traffic, and nothing else delays that. A write that is refused is tried again until
 * the deadline: the version that is taken back serves until then.
 */
final class RestorePhase {

    private final ReleaseContext context;
    private final Progress progress;
    private final Interruptions interruptions;

    RestorePhase(ReleaseContext context, Progress progress) {
        this.context = context;
        this.progress = progress;
        this.interruptions = new Interruptions(context);
    }

    /** @param patience until when a thread waits */
    Next on(Restoring state, Instant patience) throws InterruptedException {
        Trial.Stable stable = state.release().trial().stable();
        Problem refused = write(stable.restore(), state);
        List<Problem> left = new ArrayList<>();
        for (Trial.Body follower : state.release().followers().toList()) {
            Problem kept = write(bound(follower), state);
            if (kept != null) {
                left.add(kept);
            }
        }
        HealthLook look = new HealthLook(context, state.release().policy());
        Instant since = state.deadline().minus(state.release().timeout());
        while (true) {
            long seen = context.orders().seen();
            Next.Reached interruption = interruptions.of(state);
            if (interruption != null) {
                return leave(state.release(), interruption.state());
            }
            Instant now = context.clock().instant();
            List<Pending> pending = look.pending(List.of(stable.reference()), each -> since);
            if (refused != null && Passing.is(refused)) {
                return Waits.recorded(inTime(state, now), now, Instant.MAX);
            }
            if (refused != null && now.isBefore(state.deadline())) {
                return Waits.recorded(state, now, state.deadline());
            }
            if (refused == null && !pending.isEmpty() && now.isBefore(state.deadline())) {
                if (!left.isEmpty() || !now.isBefore(patience)) {
                    return Waits.recorded(state, now, state.deadline());
                }
                context.orders().await(seen, Waits.pause(now, state.deadline()));
                continue;
            }
            List<Problem> problems = new ArrayList<>(
                    refused == null ? look.explain(pending, Reason.NOT_HEALTHY_IN_TIME) : List.of(refused));
            problems.addAll(left);
            return leave(state.release(), state.restored(problems, now));
        }
    }

    /** Why it could not be written; null where it was. */
    private @Nullable Problem write(Trial.Body body, Restoring state) throws InterruptedException {
        Attempt attempt =
                Attempt.brief(true, context.clock().instant(), new WantedByState(context, interruptions, state));
        ObjectOutcome outcome = Outcomes.own(context.writer().overwrite(Writes.of(body), attempt, true));
        return Writes.problem(outcome);
    }

    /** What the promotion created is known by its name and its owner. */
    private Trial.Body bound(Trial.Body follower) {
        return follower.uid() == null
                        && context.client().getMetadata(ObjectReference.parse(follower.reference()))
                                instanceof ApiResult.Ok<Manifest>(Manifest live)
                ? new Trial.Body(follower.reference(), follower.apiVersion(), live.uid(), follower.body())
                : follower;
    }

    /** Once the cluster takes writes again, the workload has at least half of the time to become healthy. */
    private static Restoring inTime(Restoring state, Instant now) {
        Instant half = state.deadline().minus(state.release().timeout().dividedBy(2));
        return now.isBefore(half) ? state : state.delayed(now);
    }

    /** What was taken back is not what the inventory says: it is planned again. */
    private Next leave(Release release, ReleaseState next) {
        progress.unhealthy(List.of(release.trial().stable().reference()));
        progress.unhealthy(release.followers().map(Trial.Body::reference).toList());
        return new Next.Reached(next);
    }
}
