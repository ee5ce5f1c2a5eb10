package io.keelstream.applier.gate;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.release.Hooking;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Analysing;
import io.keelstream.applier.release.ReleaseState.Shifting;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.contracts.analysis.IssuedVerdict;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.CanaryRules.OnInconclusive;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a step of a trial comes to, given what its analysis says. FAIL takes precedence over everything else here. Pure. */
public sealed interface Ruling {

    /** Holds that no person has to end. */
    Set<Cause> SELF_ENDING = EnumSet.of(Cause.PODS, Cause.CAPACITY, Cause.BLIND);

    /** Holds that a rehearsal does not end after its longest time: a person, or the deadline of each check, ends them. */
    Set<Cause> OUTLASTING = EnumSet.of(Cause.PAUSED, Cause.CHECKS);

    /** Why two equal versions may be told apart, most frequent first, and what to do. */
    String LIKELY = "Likely causes: pods that warm up for longer than analysis.warmup, unlike nodes, too few pods"
            + " (canary.replicas), a query that counts more than the pods of one arm";

    /** So much later than the analyzer's own end a trial ends without a word from it. */
    Duration GRACE = Duration.ofMinutes(5);

    /**
     * The release waits.
     *
     * @param until when time alone ends the wait; null where only a verdict does
     */
    record Wait(@Nullable Instant until) implements Ruling {}

    /**
     * The release goes on in another state, for which another gate is asked where it still has a canary.
     *
     * @param state the state
     * @param why in a sentence
     */
    record Go(ReleaseState state, String why) implements Ruling {}

    /**
     * Pods of the new version that fail where others do not.
     *
     * @param follower reference of the Deployment that they belong to, where that one follows the one on trial; null where
     *     they are pods of that one or of its canary
     * @param evidence what they did
     */
    record Failing(@Nullable String follower, String evidence) {

        @Override
        public String toString() {
            return follower == null ? evidence : follower + ", which follows it: " + evidence;
        }
    }

    /** What the step comes to now. */
    static Ruling of(Analysing state, Reading reading, Instant now) {
        Course course = new Course(state.release().trial(), state.trial());
        if (!course.acts()) {
            return observed(state, course, reading, now);
        }
        String position = TrialText.position(state.release().plan(), state.trial());
        return switch (reading) {
            case Reading.Pending _ -> silent(state, course, now);
            case Reading.Given(IssuedVerdict issued) -> ended(state, course, sentence(position, issued), now);
            case Reading.Fail(IssuedVerdict issued) ->
                new Go(
                        state.rolledBack(List.of(failed(state, new Failing(null, issued.reason()))), now),
                        sentence(position, issued));
            case Reading.Expired(IssuedVerdict issued) ->
                new Go(
                        state.again(),
                        position + ": verdict " + issued.verdict() + " expired before it was acted on; asked again");
            case Reading.Inconclusive(IssuedVerdict issued) -> inconclusive(state, course, issued, now);
        };
    }

    /** A step that its verdict ended goes on, or waits for the people that it asks for. */
    private static Ruling ended(Analysing state, Course course, String why, Instant now) {
        return course.step().approvals() == 0
                ? new Go(state.advance(now), why)
                : new Go(state.held(Cause.APPROVAL, "the step is passed and needs approval", now), why);
    }

    /** What harm means for a state that waits for something else while the canary has traffic. */
    static Ruling ofWatch(ReleaseState state, Reading reading, Instant now) {
        return reading instanceof Reading.Fail(IssuedVerdict issued)
                ? harmed(
                        state,
                        failed(state, new Failing(null, issued.reason())),
                        "verdict " + issued.verdict() + ", " + issued.reason(),
                        now)
                : new Wait(null);
    }

    /** What it means that the pods of the new version fail where others do not. */
    static Ruling ofPods(ReleaseState state, Failing failing, Instant now) {
        return harmed(state, failed(state, failing), failing.toString(), now);
    }

    /** What it means that a hook beside the canary has ended: the failure of a check is harm, and nothing else decides. */
    static Ruling ofBeside(OnTrial state, HookRun run, String sentence, Instant now) {
        Problem failure = run.end() == null ? null : run.end().failure();
        if (failure == null || run.phase() != HookPhase.CANARY_CHECK) {
            return new Wait(null);
        }
        boolean rehearses = state.release().plan().rehearses();
        return harmed(state, rehearses ? failure : failed(state, new Failing(null, sentence)), sentence, now);
    }

    /** What it means that a router says no to a share. */
    static Ruling ofRefusal(Shifting state, String refused, Instant now) {
        Release release = state.release();
        Problem problem = Reason.CANARY_ROUTE.problem(
                "the router refuses the share of the canary (" + refused
                        + "), which would lose requests; correct what it names",
                release.trial().stable().reference());
        return new Go(
                state.rolledBack(List.of(problem), now),
                TrialText.position(release.plan(), state.trial()) + ": the router refuses it: " + refused);
    }

    /** Somebody took traffic or pods from the canary outside Keelstream: an abort, whether or not verdicts are acted on. */
    static Ruling ofLowered(OnTrial state, String how, Instant now) {
        Plan plan = state.release().plan();
        return new Go(
                state.rolledBack(List.of(TrialText.aborted(plan, "since " + how)), now),
                TrialText.position(plan, state.trial()) + ": " + how + ", which aborts it");
    }

    private static Ruling harmed(ReleaseState state, Problem cause, String sentence, Instant now) {
        TrialPosition at = state.trial();
        if (at == null || !new Course(state.release().trial(), at).acts()) {
            return new Wait(null);
        }
        List<Problem> causes = List.of(cause);
        String why = (state instanceof ReleaseState.Baking
                        ? "the promoted version"
                        : TrialText.position(state.release().plan(), at))
                + ": " + sentence;
        return switch (state) {
            case ReleaseState.Applying _, ReleaseState.Waiting _, ReleaseState.Baking _ ->
                new Go(state.failed(ExecutionStatus.SUCCEEDED, causes, now), why);
            case OnTrial trial -> new Go(trial.rolledBack(causes, now), why);
            case Withdrawing back
            when back.step().inSteps() -> new Go(back.failed(ExecutionStatus.SUCCEEDED, causes, now), why);
            case Hooking hooking when hooking.promotes() -> new Go(hooking.takenBack(cause, now), why);
            case ReleaseState.Restoring _,
                    Withdrawing _,
                    ReleaseState.Pruning _,
                    Hooking _,
                    ReleaseState.Settling _,
                    ReleaseState.Finished _ -> new Wait(null);
        };
    }

    /** What a shift comes to that the router does not confirm. */
    static Ruling ofShift(Shifting state, String missing, Instant now) {
        Course course = new Course(state.release().trial(), state.trial());
        return (course.acts() || state.release().plan().rehearses()) && !now.isBefore(end(course))
                ? inconclusive(state, course, unproven("the router has not confirmed it: " + missing, now), now)
                : new Wait(null);
    }

    /**
     * What a hold comes to that ends by itself, where that has not happened until the end of the trial. A rehearsal is over then,
     * whatever holds it and whether or not verdicts are acted on.
     */
    static Ruling ofHold(Analysing state, Instant now) {
        TrialHold hold = state.trial().hold();
        Course course = new Course(state.release().trial(), state.trial());
        if (hold == null || !limited(state, course, hold.cause())) {
            return new Wait(null);
        }
        Instant end = end(course);
        return now.isBefore(end) ? new Wait(end) : inconclusive(state, course, unproven(hold.why(), now), now);
    }

    /** Whether a hold lasts no longer than the trial. */
    private static boolean limited(Analysing state, Course course, Cause cause) {
        return state.release().plan().rehearses()
                ? !OUTLASTING.contains(cause)
                : course.acts() && SELF_ENDING.contains(cause);
    }

    private static Ruling silent(Analysing state, Course course, Instant now) {
        Instant end = end(course);
        return now.isBefore(end)
                ? new Wait(end)
                : inconclusive(state, course, unproven("no verdict arrived in time", now), now);
    }

    private static IssuedVerdict unproven(String reason, Instant now) {
        return new IssuedVerdict(Verdict.INCONCLUSIVE, reason, now, null);
    }

    /** When a trial is over that nobody ends. */
    private static Instant end(Course course) {
        Instant from = course.at().countsFrom();
        Duration longest = Duration.ofMillis(course.trial().rules().conduct().maxDurationMillis());
        return from == null ? Instant.MAX : from.plus(longest).plus(GRACE);
    }

    private static Ruling inconclusive(OnTrial state, Course course, IssuedVerdict issued, Instant now) {
        String sentence = sentence(TrialText.position(state.release().plan(), state.trial()), issued);
        OnInconclusive rule = course.trial().rules().conduct().onInconclusive();
        return switch (rule) {
            case PROMOTE -> new Go(state.promoted(now), sentence + "; promoted, as the application asks");
            case ROLLBACK ->
                new Go(
                        state.rolledBack(
                                List.of(Reason.CANARY_INCONCLUSIVE.problem(
                                        (state.release().plan().rehearses()
                                                        ? "two equal versions were not proven equal in time: "
                                                        : "the canary was not proven good in time: ")
                                                + issued.reason(),
                                        course.trial().stable().reference())),
                                now),
                        sentence);
            case HOLD, UNKNOWN ->
                state instanceof Analysing analysing
                        ? new Go(
                                analysing.held(
                                        Cause.INCONCLUSIVE, "the analysis was inconclusive: " + issued.reason(), now),
                                sentence)
                        : new Wait(null);
        };
    }

    /** Steps end by their soak, whatever is found. */
    private static Ruling observed(Analysing state, Course course, Reading reading, Instant now) {
        Instant end = state.since().plus(Duration.ofMillis(course.step().soakMillis()));
        if (now.isBefore(end)) {
            return new Wait(end);
        }
        String position = TrialText.position(state.release().plan(), state.trial());
        String found = switch (reading) {
            case Reading.Pending _ -> position + ": no verdict";
            case Reading.Given(IssuedVerdict issued) -> sentence(position, issued);
            case Reading.Fail(IssuedVerdict issued) -> sentence(position, issued);
            case Reading.Inconclusive(IssuedVerdict issued) -> sentence(position, issued);
            case Reading.Expired(IssuedVerdict issued) -> sentence(position, issued);
        };
        return ended(state, course, found + "; observed only, the soak is over", now);
    }

    /** What is said of harm. */
    static Problem failed(ReleaseState state, Failing failing) {
        if (state.release().plan().rehearses()) {
            return Reason.CANARY_ARMS_DIFFER.problem(
                    "two equal versions were told apart: " + failing + ". " + LIKELY,
                    state.release().trial().stable().reference());
        }
        String follower = failing.follower();
        return Reason.CANARY_HARM.problem(
                (state instanceof ReleaseState.Baking
                                ? "the new version failed after its promotion: "
                                : "the canary failed: ")
                        + failing,
                follower == null ? state.release().trial().stable().reference() : follower);
    }

    /** A verdict in a sentence. */
    static String sentence(String position, IssuedVerdict issued) {
        return position + ": verdict " + issued.verdict() + ", " + issued.reason();
    }
}
