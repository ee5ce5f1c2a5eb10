package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.Shares;
import io.keelstream.applier.release.Passing;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.applier.traffic.Routers;
import io.keelstream.applier.traffic.StableFloor;
import io.keelstream.applier.traffic.TrafficRouter;
import io.keelstream.applier.write.Attempt;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.execution.Step.Withdrawing.Ending;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.scale.Autoscaler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ends a trial: the traffic goes back at once (or, after a promotion, in steps), the copies answer what they have begun, then what ran beside them ends, and they
 * are deleted. Nothing
 * interrupts this, and what cannot be written is tried again until it is, or until the cluster is given up that Git no longer
 * names.
 */
final class WithdrawPhase {

    private final ReleaseContext context;
    private final Progress progress;
    private final Copies copies;
    private final Beside beside;
    private final Verdicts verdicts;
    private final ReturnPhase returning;

    WithdrawPhase(ReleaseContext context, Progress progress) {
        this.context = context;
        this.progress = progress;
        this.copies = new Copies(context);
        this.beside = new Beside(context);
        this.verdicts = new Verdicts(context);
        this.returning = new ReturnPhase(context);
    }

    /** @param patience until when a thread waits */
    Next on(Withdrawing state, Instant patience) throws InterruptedException {
        return switch (state.step().stage()) {
            case SHIFT -> state.step().inSteps() ? returning.on(state, patience) : shift(state, patience);
            case DRAIN -> drain(state, patience);
            case DELETE -> delete(state, patience);
            case LOWER -> lower(state, patience);
            case UNKNOWN -> throw new IllegalStateException("a step of a newer version was begun");
        };
    }

    private Next shift(Withdrawing state, Instant patience) throws InterruptedException {
        TrafficRouter router = router(state, new RouteWriter(context, attempt()));
        List<Problem> problems = router.retreat(Shares.NONE);
        Instant limit = state.step().since().plus(context.pace().confirm());
        while (true) {
            long seen = context.orders().seen();
            Instant now = context.clock().instant();
            if (!problems.isEmpty()) {
                return refused(state, problems.getFirst(), now);
            }
            String missing = router.unconfirmed();
            if (missing.isEmpty()) {
                return new Next.Reached(state.shifted(now));
            }
            if (!now.isBefore(limit)) {
                return new Next.Reached(
                        state.shifted(now),
                        null,
                        "the router has not confirmed that the canary gets no traffic: " + missing,
                        null);
            }
            if (!now.isBefore(patience)) {
                return Waits.recorded(state.hindered(null), now, limit);
            }
            context.orders().await(seen, Waits.pause(now, limit));
        }
    }

    private Next drain(Withdrawing state, Instant patience) throws InterruptedException {
        Duration asked =
                Duration.ofMillis(state.release().trial().rules().traffic().drainMillis());
        Duration settle = router(state, new RouteWriter(context, attempt())).confirms()
                ? Duration.ZERO
                : context.pace().settle();
        Instant end = state.step().since().plus(asked.compareTo(settle) > 0 ? asked : settle);
        while (true) {
            long seen = context.orders().seen();
            Instant now = context.clock().instant();
            if (!now.isBefore(end)) {
                return new Next.Reached(state.drained(now));
            }
            if (!now.isBefore(patience)) {
                return new Next.Waits(state, end);
            }
            context.orders().await(seen, Waits.pause(now, end.isBefore(patience) ? end : patience));
        }
    }

    /** The routes are at rest, and say so, before the Services go that they named. */
    private Next delete(Withdrawing state, Instant patience) throws InterruptedException {
        RouteWriter writer = new RouteWriter(context, attempt());
        TrafficRouter router = router(state, writer);
        boolean shifted = state.trial().firstShiftAt() != null;
        List<Problem> problems = shifted ? router.rest() : List.of();
        Instant confirmed = state.step().since().plus(context.pace().confirm());
        Instant limit = state.step().since().plus(state.release().timeout());
        Problem open = null;
        while (true) {
            long seen = context.orders().seen();
            Instant now = context.clock().instant();
            if (!problems.isEmpty()) {
                return refused(state, problems.getFirst(), now);
            }
            if (!shifted || !now.isBefore(confirmed) || router.unconfirmed().isEmpty()) {
                List<Problem> left = left(state, now, limit);
                Next next = deleted(state, left, now, limit);
                if (next != null) {
                    writer.applied().forEach((reference, written) -> progress.rewritten(reference, written.owned()));
                    takenBack(state);
                    return next;
                }
                open = left.getFirst();
            }
            if (!now.isBefore(patience)) {
                return Waits.recorded(state.hindered(open), now, now.isBefore(limit) ? limit : Instant.MAX);
            }
            context.orders().await(seen, Waits.pause(now, patience));
        }
    }

    /**
     * The autoscaler may scale the workload down again once it has seen the load that came back. A newer commit is not kept
     * waiting for that: it writes the autoscaler anew.
     */
    private Next lower(Withdrawing state, Instant patience) throws InterruptedException {
        StableFloor floor = Objects.requireNonNull(
                StableFloor.of(new Course(state.release().trial(), state.trial())), "something scales the workload");
        Duration window = new Autoscaler(new Manifest(floor.autoscaler().body())).stabilisation();
        Duration measured = context.pace().measured();
        Instant end = state.step().since().plus(window.compareTo(measured) > 0 ? window : measured);
        while (true) {
            long seen = context.orders().seen();
            Instant now = context.clock().instant();
            if (!context.orders().goOn()) {
                progress.unhealthy(List.of(floor.autoscaler().reference()));
                return verdicts.asking(state.lowered(List.of(), now), null);
            }
            if (!now.isBefore(end)) {
                return lowered(state, floor, now);
            }
            if (!now.isBefore(patience)) {
                return new Next.Waits(state, end);
            }
            context.orders().await(seen, Waits.pause(now, end.isBefore(patience) ? end : patience));
        }
    }

    private Next lowered(Withdrawing state, StableFloor floor, Instant now) throws InterruptedException {
        RouteWriter writer = new RouteWriter(context, attempt());
        Problem refused = floor.lower(writer);
        if (refused != null && Passing.is(refused)) {
            return refused(state, refused, now);
        }
        writer.applied().forEach((each, written) -> progress.rewritten(each, written.owned()));
        String reference = floor.autoscaler().reference();
        boolean ahead = state.step().ending() != Ending.PROMOTED
                && state.release().writes().anyMatch(write -> write.reference().equals(reference));
        if (refused != null || ahead) {
            progress.unhealthy(List.of(reference));
        }
        return verdicts.asking(state.lowered(refused == null ? List.of() : List.of(refused), now), null);
    }

    /** Routes that the promotion had applied are what they were before it, and not what the inventory says. */
    private void takenBack(Withdrawing state) {
        if (state.step().ending() != Ending.PROMOTED
                && state.release().trial().shift() instanceof Trial.Shift.Routes shift) {
            progress.unhealthy(shift.routes().stream()
                    .map(Trial.Body::reference)
                    .filter(progress::applied)
                    .toList());
        }
    }

    /**
     * Why not everything is gone, one problem for what runs beside the copies and one for them; empty when all is. The copies
     * wait for what runs beside them, until the limit or a refusal: then that would keep them for ever.
     */
    private List<Problem> left(Withdrawing state, Instant now, Instant limit) throws InterruptedException {
        Problem runs = beside.end(state.release(), state.trial(), attempt());
        if (runs != null && now.isBefore(limit) && Passing.is(runs)) {
            return List.of(runs);
        }
        Problem copy = copies.delete(state.release(), state.trial(), attempt())
                        instanceof Copies.Deleting.Open(Problem problem)
                ? problem
                : null;
        return Stream.of(Optional.ofNullable(runs), Optional.ofNullable(copy))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The end of the trial; null while something is not gone. What the cluster does not let go is reported, and left. */
    private @Nullable Next deleted(Withdrawing state, List<Problem> left, Instant now, Instant limit) {
        for (Problem problem : left) {
            if (lost(state, problem, now)) {
                return givenUp(state, problem);
            }
        }
        boolean over = left.isEmpty() || (!now.isBefore(limit) && left.stream().noneMatch(Passing::is));
        return over ? verdicts.asking(state.deleted(left, now), null) : null;
    }

    /** What is refused is tried again until it is not, unless the cluster is lost. */
    private Next refused(Withdrawing state, Problem problem, Instant now) {
        return lost(state, problem, now)
                ? givenUp(state, problem)
                : Waits.recorded(state.hindered(problem), now, Instant.MAX);
    }

    /** A cluster that has taken no writes for long, and that Git no longer names, may never take one again. */
    private boolean lost(Withdrawing state, Problem problem, Instant now) {
        return (Reason.CLUSTER_UNREACHABLE.is(problem) || Reason.CLUSTER_BUSY.is(problem))
                && context.orders().movedTo() != null
                && !now.isBefore(state.step().since().plus(context.pace().lost()));
    }

    private Next givenUp(Withdrawing state, Problem problem) {
        Release release = state.release();
        String left = new Course(release.trial(), state.trial())
                .created().stream().map(Trial.Body::reference).collect(Collectors.joining(", "));
        return new Next.Reached(state.givenUp(Reason.LEFT_BEHIND.problem(
                "cluster " + release.plan().cluster() + " takes no writes (" + problem.message()
                        + "), and Git has moved the target to "
                        + context.orders().movedTo()
                        + ": the canary was not taken back there. Should the cluster return, set the weights of its"
                        + " routes to 0 and delete " + left,
                problem.where())));
    }

    private static TrafficRouter router(Withdrawing state, RouteWriter writer) {
        Course course = new Course(state.release().trial(), state.trial());
        return Routers.of(state.release(), course, state.step().ending() == Ending.PROMOTED, writer);
    }

    private Attempt attempt() {
        return Attempt.brief(true, context.clock().instant(), new Always());
    }

    /** The way back is always wanted. */
    private final class Always implements Attempt.Wanted {

        @Override
        public boolean still() {
            return true;
        }

        @Override
        public void pause(long millis) throws InterruptedException {
            context.orders().await(context.orders().seen(), Duration.ofMillis(millis));
        }
    }
}
