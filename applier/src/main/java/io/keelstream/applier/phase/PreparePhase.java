package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.phase.Copies.Written;
import io.keelstream.applier.release.Passing;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Preparing;
import io.keelstream.applier.write.Attempt;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;

/** Creates the copies, or gives them the size of the next step, and waits until their pods are ready. */
final class PreparePhase {

    private final ReleaseContext context;
    private final Verdicts verdicts;
    private final Interruptions interruptions;
    private final Copies copies;

    PreparePhase(ReleaseContext context) {
        this.context = context;
        this.verdicts = new Verdicts(context);
        this.interruptions = new Interruptions(context);
        this.copies = new Copies(context);
    }

    /** @param patience until when a thread waits */
    Next on(Preparing before, Instant patience) throws InterruptedException {
        Next interruption = interruptions.of(before);
        if (interruption != null) {
            return interruption;
        }
        if (before.unbegun()) {
            return before.trial().hold() == null
                    ? new Next.Reached(before.asking(context.clock().instant()))
                    : unbegun(before, patience);
        }
        Instant begun = context.clock().instant();
        Attempt attempt = Attempt.brief(true, begun, new WantedByState(context, interruptions, before));
        Written written = copies.write(new Course(before.release().trial(), before.trial()), attempt);
        Preparing state = before.created(written.uids());
        Problem refused = written.problem();
        if (refused != null) {
            Next stopped = interruptions.of(state);
            return stopped != null
                    ? stopped
                    : refused(state, refused, context.clock().instant());
        }
        boolean created = !written.uids().equals(before.trial().uids());
        return await(created ? inTime(state, context.clock().instant()) : state, patience);
    }

    /** Nothing is created before a person lets the trial begin. */
    private Next unbegun(Preparing state, Instant patience) throws InterruptedException {
        while (true) {
            long seen = context.orders().seen();
            Next interruption = interruptions.of(state);
            if (interruption != null) {
                return interruption;
            }
            Instant now = context.clock().instant();
            if (!now.isBefore(patience)) {
                return Waits.recorded(state, now, Instant.MAX);
            }
            context.orders().await(seen, Waits.pause(now, patience));
        }
    }

    /** The canary is not to blame for a cluster that takes no writes: the release waits, and the weight stays as it is. */
    private static Next refused(Preparing state, Problem problem, Instant now) {
        if (!Passing.is(problem)) {
            return new Next.Reached(state.rolledBack(List.of(problem), now));
        }
        return Waits.recorded(inTime(state, now), now, Instant.MAX);
    }

    /** Copies that had to wait for the cluster have at least half of the time all the same. */
    private static Preparing inTime(Preparing state, Instant now) {
        Instant half = state.deadline().minus(state.release().timeout().dividedBy(2));
        return now.isBefore(half) ? state : state.delayed(now);
    }

    private Next await(Preparing state, Instant patience) throws InterruptedException {
        HealthLook look = new HealthLook(context, state.release().policy());
        Instant since = state.deadline().minus(state.release().timeout());
        Course course = new Course(state.release().trial(), state.trial());
        while (true) {
            long seen = context.orders().seen();
            Next interruption = interruptions.of(state);
            if (interruption != null) {
                return interruption;
            }
            Instant now = context.clock().instant();
            List<Pending> canary = look.pending(List.of(reference(course.trial().canary())), each -> since);
            Trial.Copy fresh = course.baseline();
            List<Pending> baseline = fresh == null ? List.of() : look.pending(List.of(reference(fresh)), each -> since);
            boolean late = !now.isBefore(state.deadline());
            if (late && !canary.isEmpty() && !hopeless(canary)) {
                if (!look.asked(canary, () -> true)) {
                    return Waits.recorded(state.delayed(now), now, Instant.MAX);
                }
                canary = look.pending(List.of(reference(course.trial().canary())), each -> since);
            }
            boolean paused = state.trial().hold() != null;
            if (canary.isEmpty() && baseline.isEmpty() && !paused) {
                return ready(state, now);
            }
            if (!canary.isEmpty() && (late || hopeless(canary))) {
                return new Next.Reached(state.rolledBack(look.explain(canary, reason(canary)), now));
            }
            if (canary.isEmpty() && !paused && (late || hopeless(baseline))) {
                String why = "the fresh baseline did not become ready ("
                        + look.explain(baseline, reason(baseline)).getFirst().message() + ")";
                return ready(state.withoutBaseline(why), now);
            }
            Instant limit = late ? Instant.MAX : state.deadline();
            if (context.orders().handsOver(state)) {
                return new Next.Waits(state, now.plus(Waits.SOON));
            }
            if (!now.isBefore(patience)) {
                return Waits.recorded(state, now, limit);
            }
            context.orders().await(seen, Waits.pause(now, limit));
        }
    }

    /** From the first shift on a gate stands. */
    private Next ready(Preparing state, Instant now) {
        ReleaseState prepared = state.prepared(now);
        return state.trial().firstShiftAt() == null ? verdicts.asking(prepared, null) : new Next.Reached(prepared);
    }

    private static boolean hopeless(List<Pending> pending) {
        return pending.stream().anyMatch(Pending::hopeless);
    }

    private static Reason reason(List<Pending> pending) {
        return hopeless(pending) ? Reason.FAILED : Reason.NOT_HEALTHY_IN_TIME;
    }

    private static String reference(Trial.Copy copy) {
        return copy.deployment().reference();
    }
}
