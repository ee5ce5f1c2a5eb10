package io.keelstream.applier.gate;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.Shares;
import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.gate.Ruling.Go;
import io.keelstream.applier.gate.Ruling.Wait;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.ReleaseState.Analysing;
import io.keelstream.applier.release.ReleaseState.Preparing;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.canary.TrialPosition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the copies can carry the traffic that they get. Pods that are evicted, pending or on a node that is away are no
 * evidence against the version, but a request to a copy without them fails: the weight drops to what the ready pods carry, the
 * step goes no further, and the weight comes back when they are ready. A router that counts pods follows them by itself. Pure.
 */
public final class Carrying {

    private static final int WHOLE = 100;

    private Carrying() {}

    /**
     * How many pods of the copies are ready.
     *
     * @param canary of the canary; {@link #ALL} where none is missing, or nobody knows
     * @param baseline of the fresh baseline, likewise
     */
    public record Ready(int canary, int baseline) {

        /** Nothing is known to be missing. */
        public static final int ALL = Integer.MAX_VALUE;
    }

    /** What the number of ready pods means for a trial. */
    public static Ruling of(OnTrial state, Ready ready, Instant now) {
        TrialPosition at = shifted(state);
        Trial trial = state.release().trial();
        if (at.exposure() == null || !(trial.shift() instanceof Trial.Shift.Routes)) {
            return new Wait(null);
        }
        Course course = new Course(trial, at);
        int full = course.step().weight();
        int carried = carried(course, full, ready);
        String position = TrialText.position(state.release().plan(), at);
        if (carried < at.weight()) {
            String missing = missing(course, ready);
            return new Go(
                    state.reweighted(at.step(), carried, hold(at, missing, now), now),
                    position + ": " + missing + "; the weight drops to " + carried + " %");
        }
        if (state instanceof Analysing && full == 0) {
            return weightless(state, ready, missing(course, ready), now);
        }
        if (!(state instanceof Analysing) || at.weight() >= full) {
            return new Wait(null);
        }
        if (carried == full) {
            TrialHold other = at.held(Cause.PODS) ? null : at.hold();
            return new Go(
                    state.reweighted(at.step(), full, other, now),
                    position + ": the pods of the copies are ready again; the weight goes back to " + full + " %");
        }
        return at.hold() == null
                ? new Go(state.held(Cause.PODS, missing(course, ready), now), position + ": " + missing(course, ready))
                : new Wait(null);
    }

    /** Where matched requests alone go to the canary, they go back to the workload until a pod is ready. */
    private static Ruling weightless(OnTrial state, Ready ready, String missing, Instant now) {
        TrialPosition at = state.trial();
        String position = TrialText.position(state.release().plan(), at);
        TrialHold hold = at.hold();
        boolean away = hold != null && hold.takesMatchedAway();
        if (hold != null && away && ready.canary() > 0) {
            TrialHold other = at.held(Cause.PODS) ? null : hold.takingMatchedAway(false);
            return new Go(
                    state.reweighted(at.step(), 0, other, now),
                    position + ": pods of the canary are ready again; matched requests go to it");
        }
        return !away && ready.canary() == 0
                ? new Go(
                        state.reweighted(at.step(), 0, hold(at, missing, now).takingMatchedAway(true), now),
                        position + ": " + missing + "; matched requests go to the workload")
                : new Wait(null);
    }

    /** While the copies grow for a step, the traffic is that of the step before. */
    private static TrialPosition shifted(OnTrial state) {
        TrialPosition at = state.trial();
        return state instanceof Preparing ? at.withStep(Math.max(0, at.step() - 1)) : at;
    }

    /** What a person or the analysis waits for takes precedence. */
    private static TrialHold hold(TrialPosition at, String missing, Instant now) {
        TrialHold hold = at.hold();
        return hold == null || hold.cause() == Cause.ROUTER || hold.cause() == Cause.PODS
                ? new TrialHold(Cause.PODS, now, missing)
                : hold;
    }

    /** The greatest weight up to this one that the ready pods carry, each as much as one of the workload. */
    private static int carried(Course course, int weight, Ready ready) {
        int carried = weight;
        while (carried > 0 && !carries(course, Shares.at(carried, course.baseline() != null), ready)) {
            carried--;
        }
        return carried;
    }

    /** Whether the ready pods carry the share that the router was last asked for. */
    public static boolean carries(Course course, Ready ready) {
        return carries(course, course.shares(), ready);
    }

    private static boolean carries(Course course, Shares shares, Ready ready) {
        int pods = course.trial().stable().replicas();
        List<Trial.Body> copies = course.deployments();
        return carries(ready.canary(), copies.getFirst(), shares.canary(), pods)
                && (shares.baseline() == 0 || carries(ready.baseline(), copies.getLast(), shares.baseline(), pods));
    }

    /** @param pods that carry all of the traffic */
    private static boolean carries(int ready, Trial.Body copy, int percent, int pods) {
        return ready >= asked(copy) || (long) ready * WHOLE >= (long) percent * pods;
    }

    private static String missing(Course course, Ready ready) {
        List<Trial.Body> copies = course.deployments();
        String canary = missing("canary", ready.canary(), copies.getFirst());
        String baseline = course.baseline() == null ? null : missing("baseline", ready.baseline(), copies.getLast());
        if (canary == null) {
            return baseline == null ? "pods of the copies are not ready" : baseline;
        }
        return baseline == null ? canary : canary + ", " + baseline;
    }

    private static @Nullable String missing(String copy, int ready, Trial.Body deployment) {
        int asked = asked(deployment);
        return ready >= asked ? null : ready + " of " + asked + " pods of the " + copy + " are ready";
    }

    private static int asked(Trial.Body copy) {
        return Course.replicas(copy.body());
    }
}
