package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.gate.Ruling;
import io.keelstream.applier.gate.TrialChecks;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Shifting;
import io.keelstream.applier.traffic.Routers;
import io.keelstream.applier.traffic.StableFloor;
import io.keelstream.applier.traffic.TrafficRouter;
import io.keelstream.applier.write.Attempt;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy.Conflicts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives the canary more traffic, and waits until the router has confirmed it. Writing the same weight again is harmless. What the
 * router still says no to after the settling time takes the canary back: it loses the requests of the share, or of the whole route.
 */
final class ShiftPhase {

    private final ReleaseContext context;
    private final Verdicts verdicts;
    private final Interruptions interruptions;

    ShiftPhase(ReleaseContext context) {
        this.context = context;
        this.verdicts = new Verdicts(context);
        this.interruptions = new Interruptions(context);
    }

    /** @param patience until when a thread waits */
    Next on(Shifting state, Instant patience) throws InterruptedException {
        Next interruption = interruptions.of(state);
        if (interruption != null) {
            return interruption;
        }
        Course course = new Course(state.release().trial(), state.trial());
        boolean force = state.release().policy().conflicts() == Conflicts.FORCE;
        Attempt attempt =
                Attempt.brief(force, context.clock().instant(), new WantedByState(context, interruptions, state));
        RouteWriter live = new RouteWriter(context, attempt);
        TrafficRouter router = Routers.of(state.release(), course, false, live);
        Problem unfloored = floor(course, live);
        boolean rises = state.trial().weight() >= course.step().weight();
        List<Problem> problems = rises && unfloored != null ? List.of(unfloored) : router.write(course.shares());
        while (true) {
            long seen = context.orders().seen();
            interruption = interruptions.of(state);
            if (interruption != null) {
                return interruption;
            }
            Instant now = context.clock().instant();
            String missing = problems.isEmpty()
                    ? router.unconfirmed()
                    : problems.getFirst().message();
            if (missing.isEmpty()) {
                return settled(state, now);
            }
            if (TrialChecks.within(state, Ruling.ofShift(state, missing, now), now)
                    instanceof Ruling.Go(ReleaseState other, String why)) {
                return verdicts.asking(other, why);
            }
            Instant firm = state.since().plus(context.pace().settle());
            String refused = problems.isEmpty() && !now.isBefore(firm) ? router.refused() : "";
            if (!refused.isEmpty()
                    && Ruling.ofRefusal(state, refused, now) instanceof Ruling.Go(ReleaseState other, String why)) {
                return verdicts.asking(other, why);
            }
            Instant next = now.isBefore(firm) && firm.isBefore(patience) ? firm : patience;
            Instant limit = state.since().plus(context.pace().confirm());
            boolean free = state.trial().hold() == null;
            if (free && !now.isBefore(limit)) {
                return verdicts.asking(
                        state.held(Cause.ROUTER, "the router has not confirmed it: " + missing, now), null);
            }
            if (context.orders().handsOver(state)) {
                return new Next.Waits(state, now.plus(Waits.SOON));
            }
            if (!problems.isEmpty() || !now.isBefore(patience)) {
                return Waits.recorded(state, now, now.isBefore(firm) ? firm : free ? limit : Instant.MAX);
            }
            context.orders().await(seen, Waits.pause(now, next));
        }
    }

    /** Why the workload might be scaled down while its traffic is away; null where it cannot be. */
    private static @Nullable Problem floor(Course course, RouteWriter live) throws InterruptedException {
        StableFloor floor = StableFloor.of(course);
        return floor == null ? null : floor.raise(live, null).problem();
    }

    /** A router that has said yes still needs a moment. */
    private Next settled(Shifting state, Instant confirmed) throws InterruptedException {
        Instant end = confirmed.plus(context.pace().settle());
        while (true) {
            long seen = context.orders().seen();
            Next.@Nullable Reached interruption = interruptions.of(state);
            if (interruption != null) {
                return interruption;
            }
            Instant now = context.clock().instant();
            if (!now.isBefore(end)) {
                return verdicts.asking(state.shifted(now), null);
            }
            context.orders().await(seen, Waits.pause(now, end));
        }
    }
}
