package io.keelstream.applier.attention;

import io.keelstream.applier.canary.HoldText;
import io.keelstream.applier.decision.Pause;
import io.keelstream.applier.record.Known;
import io.keelstream.contracts.attention.Attention;
import io.keelstream.contracts.attention.Attention.Cause;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a target waits for a person, as its records say. A release that runs is asked about its hold, a target without one about its
 * plan; whether an earlier commit is applied in place of what Git wants counts for both, so that a correction of drift in between
 * changes nothing. Pure.
 */
final class Waits {

    /** A hold that may end by itself is for people when it has lasted so long. */
    private static final Duration PATIENCE_WITH_HOLDS = Duration.ofMinutes(15);

    /** A pause is meant; it may be forgotten when it has kept a commit back for so long. */
    private static final Duration PATIENCE_WITH_PAUSES = Duration.ofHours(24);

    private static final List<TrialHold.Cause> CERTAIN_TO_END =
            List.of(TrialHold.Cause.WINDOW, TrialHold.Cause.CHECKS, TrialHold.Cause.UNKNOWN);

    private static final List<Reason> RETRIED =
            List.of(Reason.RELEASE_FAILED, Reason.ROLLED_BACK, Reason.CANARY_FAILED, Reason.HOOK_FAILED);

    private final TargetName name;
    private final Desired desired;
    private final Instant now;

    private Waits(TargetName name, Desired desired, Instant now) {
        this.name = name;
        this.desired = desired;
        this.now = now;
    }

    /**
     * What waits.
     *
     * @param pause the pause that is in force; null without one
     * @param now since when, where the records do not say
     */
    static List<Wait> of(TargetName name, Known known, @Nullable Pause pause, Instant now) {
        Desired desired = known.desired();
        if (desired == null) {
            return List.of();
        }
        Waits waits = new Waits(name, desired, now);
        Plan plan = known.releasing() ? known.running() : known.plan();
        if (plan == null || !(known.releasing() || plan.answers(desired))) {
            return List.of();
        }
        Execution execution = known.execution();
        Stream<Wait> own = !known.releasing()
                ? Stream.concat(waits.planned(plan), waits.paused(known, plan, pause))
                : execution == null ? Stream.empty() : waits.held(plan, execution);
        return Stream.concat(own, waits.instead(plan)).toList();
    }

    /** Whether a plan for what Git wants now is still to come, or its cluster does not answer: nothing new is known then. */
    static boolean unanswered(Known known) {
        Plan plan = known.plan();
        return !known.releasing()
                && known.desired() != null
                && plan != null
                && (!plan.answers(known.desired())
                        || plan.problems().stream().anyMatch(Reason.CLUSTER_UNREACHABLE::is));
    }

    private Stream<Wait> planned(Plan plan) {
        return switch (plan.state()) {
            case AWAITING_APPROVAL -> Stream.of(approval(plan));
            case BLOCKED -> plan.passes() ? Stream.empty() : Stream.of(blocked(plan));
            case READY, AWAITING_WINDOW, AWAITING_DEPENDENCY, FAILED, UNCHANGED, UNKNOWN -> Stream.empty();
        };
    }

    /** What may run and is not begun. */
    private Stream<Wait> paused(Known known, Plan plan, @Nullable Pause pause) {
        return pause != null && pause.holds(plan) && plan.state() == Plan.State.READY && known.planIsCurrent()
                ? Stream.of(wait(
                        Cause.PAUSE,
                        name.toString(),
                        ProblemText.of(pause.problem(name)),
                        "keelstream resume " + name,
                        PATIENCE_WITH_PAUSES))
                : Stream.empty();
    }

    private Wait approval(Plan plan) {
        boolean given = plan.problems().stream().anyMatch(Reason.APPROVAL_MISSING::is);
        String command = given ? "keelstream approve " + name + " " + Plan.shortDigest(plan.changeDigest()) : explain();
        return wait(Cause.APPROVAL, plan.changeDigest(), ProblemText.objections(plan), command, Duration.ZERO);
    }

    private Wait blocked(Plan plan) {
        Problem pinned = first(plan.problems(), Reason.PINNED);
        if (pinned != null) {
            return pinned(pinned);
        }
        String text = ProblemText.first(plan.problems());
        if (first(plan.problems(), Reason.REJECTED) != null) {
            return wait(Cause.BLOCK, plan.changeDigest(), text, "keelstream withdraw " + name, Duration.ZERO);
        }
        boolean retried = RETRIED.stream().anyMatch(reason -> first(plan.problems(), reason) != null);
        return block(text, retried);
    }

    private Stream<Wait> instead(Plan plan) {
        Problem instead = ProblemText.instead(plan);
        return instead == null
                ? Stream.empty()
                : Stream.of(Reason.PINNED.is(instead) ? pinned(instead) : block(ProblemText.of(instead), true));
    }

    private Wait block(String text, boolean retried) {
        String command = retried ? "keelstream retry " + name : explain();
        return wait(Cause.BLOCK, desired.revision().commit(), text, command, Duration.ZERO);
    }

    private Wait pinned(Problem problem) {
        boolean inGit = desired.policy().gating().pin() != null;
        String command = inGit ? explain() : "keelstream unpin " + name;
        return wait(Cause.PIN, name.toString(), ProblemText.of(problem), command, Duration.ZERO);
    }

    private Stream<Wait> held(Plan plan, Execution execution) {
        TrialPosition at = position(execution.step());
        TrialHold hold = at == null ? null : at.hold();
        if (at == null || hold == null || plan.trial() == null) {
            return Stream.empty();
        }
        Duration patience = patience(hold.cause());
        return patience == null
                ? Stream.empty()
                : Stream.of(new Wait(
                        new Attention(
                                Cause.HOLD,
                                execution.deploymentId() + "/step " + (at.step() + 1) + "/" + hold.cause(),
                                plan.revision(),
                                HoldText.of(name, plan, at, hold),
                                HoldText.command(name, plan, at, hold),
                                hold.since(),
                                null),
                        patience));
    }

    /** Null where the end is certain to come by itself. */
    private static @Nullable Duration patience(TrialHold.Cause cause) {
        if (cause == TrialHold.Cause.PAUSED) {
            return PATIENCE_WITH_PAUSES;
        }
        return cause.forPeople() ? Duration.ZERO : CERTAIN_TO_END.contains(cause) ? null : PATIENCE_WITH_HOLDS;
    }

    private static @Nullable TrialPosition position(Step step) {
        return switch (step) {
            case Step.Preparing preparing -> preparing.trial();
            case Step.Shifting shifting -> shifting.trial();
            case Step.Analysing analysing -> analysing.trial();
            case Step.Applying _,
                    Step.Waiting _,
                    Step.Pruning _,
                    Step.Hooking _,
                    Step.Settling _,
                    Step.Restoring _,
                    Step.Baking _,
                    Step.Withdrawing _,
                    Step.Finished _,
                    Step.Unknown _ -> null;
        };
    }

    private Wait wait(Cause cause, String about, String message, String command, Duration patience) {
        return new Wait(new Attention(cause, about, desired.revision(), message, command, now, null), patience);
    }

    private String explain() {
        return "keelstream explain " + name;
    }

    private static @Nullable Problem first(List<Problem> problems, Reason reason) {
        return problems.stream().filter(reason::is).findFirst().orElse(null);
    }
}
