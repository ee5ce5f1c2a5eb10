package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.gate.Carrying;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.applier.traffic.Routers;
import io.keelstream.applier.traffic.TrafficRouter;
import io.keelstream.applier.write.Attempt;
import io.keelstream.contracts.revision.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Gives a promoted workload its traffic back in the steps that took it away, reversed, so that its pods, which are young, warm up under
 * a part of it: first the share stays as it is, then it falls step by step, one drain apart, in which the requests of the step before
 * end. Harm and a person take the promotion back until the last step. Whatever else stands in the way of a step lets all of the traffic
 * go back at once, which is always safe.
 */
final class ReturnPhase {

    private final ReleaseContext context;
    private final Verdicts verdicts;
    private final Interruptions interruptions;
    private final ReadyLook ready;

    ReturnPhase(ReleaseContext context) {
        this.context = context;
        this.verdicts = new Verdicts(context);
        this.interruptions = new Interruptions(context);
        this.ready = new ReadyLook(context.live());
    }

    /** @param patience until when a thread waits */
    Next on(Withdrawing state, Instant patience) throws InterruptedException {
        Next interruption = interruptions.of(state);
        if (interruption != null) {
            return interruption;
        }
        Course course = new Course(state.release().trial(), state.trial());
        Attempt attempt =
                Attempt.brief(true, context.clock().instant(), new WantedByState(context, interruptions, state));
        TrafficRouter router = Routers.of(state.release(), course, true, new RouteWriter(context, attempt));
        List<Problem> problems = router.retreat(course.shares());
        Instant end = state.step().since().plus(apart(course, router));
        Instant limit = state.step().since().plus(context.pace().confirm());
        while (true) {
            long seen = context.orders().seen();
            interruption = interruptions.of(state);
            if (interruption != null) {
                return interruption;
            }
            Instant now = context.clock().instant();
            if (!problems.isEmpty()) {
                return atOnce(state, problems.getFirst().message(), now);
            }
            if (!Carrying.carries(course, ready.of(state, state.trial()))) {
                return atOnce(state, "pods of the copies are not ready", now);
            }
            String missing = router.unconfirmed();
            boolean over = !now.isBefore(end);
            if (missing.isEmpty() && over) {
                return verdicts.asking(state.shifted(now), null);
            }
            if (!missing.isEmpty() && !now.isBefore(limit)) {
                return atOnce(state, "the router has not confirmed it: " + missing, now);
            }
            Instant next = missing.isEmpty() ? end : limit;
            if (!now.isBefore(patience)) {
                return Waits.recorded(state, now, next);
            }
            context.orders().await(seen, Waits.pause(now, next.isBefore(patience) ? next : patience));
        }
    }

    /** Where a router confirms nothing, time stands in for that. */
    private Duration apart(Course course, TrafficRouter router) {
        Duration drain = Duration.ofMillis(course.trial().rules().traffic().drainMillis());
        Duration settle = router.confirms() ? Duration.ZERO : context.pace().settle();
        return drain.compareTo(settle) > 0 ? drain : settle;
    }

    private Next atOnce(Withdrawing state, String why, Instant now) {
        String position = TrialText.position(state.release().plan(), state.trial());
        return verdicts.asking(
                state.atOnce(now), position + ", promoted: " + why + "; all of the traffic goes back to the workload");
    }
}
