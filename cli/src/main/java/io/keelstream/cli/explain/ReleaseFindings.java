package io.keelstream.cli.explain;

import io.keelstream.cli.explain.Explanation.Link;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.targets.TargetState.ObjectHealth;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a release that runs waits for, why the last one failed, and which objects are not healthy. Pure. */
final class ReleaseFindings {

    /** Conditions of a target that are no reason why a release failed. */
    private static final List<Reason> BESIDE =
            List.of(Reason.HELD, Reason.POISON_EVENT, Reason.RELEASE_LIMIT, Reason.PAUSED);

    private ReleaseFindings() {}

    /** What the running release waits for; nothing where none runs. */
    static List<Finding> running(Situation at) {
        TargetState state = at.state();
        if (state == null || !state.running()) {
            return List.of();
        }
        Instant since = state.deployment().startedAt();
        String phrase = "is being released" + at(state.deployment().deploymentRevision());
        TrialHold hold = state.canary() == null ? null : state.canary().hold();
        if (hold != null) {
            return List.of(Finding.of(at, phrase, since)
                    .then(List.of(
                            new Link("canary", Finding.word(hold.cause()), "is on hold, " + hold.why(), hold.since())))
                    .remedied(state.waitingFor()));
        }
        return state.unhealthy().isEmpty() || state.canary() != null
                ? List.of(Finding.of(at, phrase + ", and waits for " + state.waitingFor(), since))
                : unhealthy(at, phrase, since);
    }

    /** Why the last release of what Git wants failed, or its rehearsal was not good. */
    static List<Finding> failed(Situation at) {
        TargetState state = at.state();
        if (state == null || state.running()) {
            return List.of();
        }
        boolean rehearsed = Outcome.REHEARSED.name().equals(state.lastOutcome());
        if (!rehearsed && !Outcome.FAILED.name().equals(state.lastOutcome())) {
            return List.of();
        }
        String phrase = rehearsed
                ? "was rehearsed, and not found good"
                : "is not released" + at(state.deployment().deploymentRevision());
        List<Problem> problems = at.ownConditions().stream()
                .filter(each -> BESIDE.stream().noneMatch(reason -> reason.is(each)))
                .toList();
        return Precedence.sorted(problems).stream()
                .map(each -> failed(at, phrase, each, state))
                .toList();
    }

    /** An object that did not become healthy has its own age as long as it is not. */
    private static Finding failed(Situation at, String phrase, Problem problem, TargetState state) {
        Instant since = state.deployment().startedAt();
        ObjectHealth object = Reason.NOT_HEALTHY.is(problem) || Reason.NOT_HEALTHY_IN_TIME.is(problem)
                ? state.unhealthy().stream()
                        .filter(each -> each.reference().equals(problem.where()))
                        .findFirst()
                        .orElse(null)
                : null;
        return object == null
                ? Finding.of(at, phrase, problem, since)
                : Finding.of(at, phrase, since)
                        .then(
                                object.reference(),
                                problem.reason(),
                                problem.message(),
                                object.since(),
                                object.podsSince());
    }

    /** What keeps the running release, or the target, from being touched at all. */
    static List<Finding> untouched(Situation at) {
        return at.ownConditions().stream()
                .filter(each -> (Reason.POISON_EVENT.is(each) && !isDecision(at, each))
                        || Reason.UNKNOWN_CLUSTER.is(each)
                        || Reason.NOT_SUPPORTED.is(each))
                .map(each -> Finding.of(at, "is left as it is", each, null))
                .toList();
    }

    /** Decisions that cannot be read: only what may be a pause or a pin keeps the target from anything, but whoever made one waits. */
    static List<Finding> ignored(Situation at) {
        return at.conditions(Reason.POISON_EVENT).stream()
                .filter(each -> isDecision(at, each))
                .map(each -> Finding.of(
                        at, holds(at, each) ? "is held by a decision" : "goes on without a decision", each, null))
                .toList();
    }

    private static boolean holds(Situation at, Problem problem) {
        return Kind.PAUSE.key(at.name()).equals(problem.where())
                || Kind.PIN.key(at.name()).equals(problem.where());
    }

    /** The keys of decisions begin with that of the target. */
    private static boolean isDecision(Situation at, Problem problem) {
        return problem.where() != null && problem.where().startsWith(at.name() + "#");
    }

    /** A person holds what may run, or what may run as soon as the plan waits for nothing else. */
    static List<Finding> paused(Situation at) {
        Problem pause = at.state() == null ? null : at.state().heldByPause();
        List<Problem> pauses =
                pause != null ? List.of(pause) : at.waitsToMoveForward() ? at.conditions(Reason.PAUSED) : List.of();
        return pauses.stream()
                .map(each -> Finding.of(at, "is paused", each, null))
                .toList();
    }

    /** Its cluster takes no further release now. */
    static List<Finding> queued(Situation at) {
        return at.conditions(Reason.RELEASE_LIMIT).stream()
                .map(each -> Finding.of(at, "waits for " + each.message(), null))
                .toList();
    }

    /** The objects that are not healthy while no release runs. */
    static List<Finding> unhealthy(Situation at) {
        TargetState state = at.state();
        return state == null || state.running() ? List.of() : unhealthy(at, "is " + state.health(), state.since());
    }

    private static List<Finding> unhealthy(Situation at, String phrase, @Nullable Instant since) {
        List<ObjectHealth> objects =
                at.state() == null ? List.of() : Precedence.objects(at.state().unhealthy());
        return objects.stream()
                .map(each -> Finding.of(at, phrase, since)
                        .then(each.reference(), each.health(), text(each), each.since(), each.podsSince()))
                .toList();
    }

    /** Objects that a person keeps from being changed. */
    static List<Finding> held(Situation at) {
        return at.conditions(Reason.HELD).stream()
                .map(each -> Finding.of(at, "is on hold in part", each, null))
                .toList();
    }

    private static String text(ObjectHealth object) {
        return object.message().isEmpty() ? "is " + object.health() : object.message();
    }

    private static String at(@Nullable Revision revision) {
        return revision == null ? "" : " at " + revision.shortCommit();
    }
}
