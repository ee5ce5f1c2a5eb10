package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.gate.Ruling;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Shifting;
import io.keelstream.applier.traffic.Routers;
import io.keelstream.applier.traffic.TrafficRouter;
import io.keelstream.applier.write.Attempt;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy.Conflicts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the canary more traffic, and waits until the router has confirmed it. Writing the same weight again is harmless. */
final class ShiftPhase {

    private final ReleaseContext context;
    private final Verdicts verdicts;

    ShiftPhase(ReleaseContext context) {
        this.context = context;
        this.verdicts = new Verdicts(context);
    }

    /** @param patience until when a thread waits */
    Next on(Shifting state, Instant patience) throws InterruptedException {
        Next interruption = verdicts.interruption(state);
        if (interruption != null) {
            return interruption;
        }
        Course course = new Course(state.release().trial(), state.trial());
        boolean force = state.release().policy().conflicts() == Conflicts.FORCE;
        Attempt attempt = Attempt.brief(force, context.clock().instant(), new WantedByTrial(context, verdicts, state));
        TrafficRouter router = Routers.of(state.release(), course, false, new RouteWriter(context, attempt));
        List<Problem> problems = router.write(course.shares());
        while (true) {
            long seen = context.orders().seen();
            interruption = verdicts.interruption(state);
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
            if (Ruling.ofShift(state, missing, now) instanceof Ruling.Go(ReleaseState other, String why)) {
                return verdicts.asking(other, why);
            }
            Instant limit = state.since().plus(context.pace().confirm());
            if (state.hold() == null && !now.isBefore(limit)) {
                return new Next.Reached(state.held(TrialText.position(course.trial(), state.trial())
                        + " is on hold, the router has not confirmed it: " + missing
                        + ". It goes on when the router does"));
            }
            if (!problems.isEmpty() || !now.isBefore(patience)) {
                return Waits.recorded(state, now, state.hold() == null ? limit : Instant.MAX);
            }
            context.orders().await(seen, Waits.pause(now, patience));
        }
    }

    /** A router that has said yes still needs a moment. */
    private Next settled(Shifting state, Instant confirmed) throws InterruptedException {
        Instant end = confirmed.plus(context.pace().settle());
        while (true) {
            long seen = context.orders().seen();
            Next.@Nullable Reached interruption = verdicts.interruption(state);
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
