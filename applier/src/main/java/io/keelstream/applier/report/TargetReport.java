package io.keelstream.applier.report;

import io.keelstream.applier.attention.ProblemText;
import io.keelstream.applier.canary.BesideText;
import io.keelstream.applier.canary.HoldText;
import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.decision.Pause;
import io.keelstream.applier.gate.Gates;
import io.keelstream.applier.record.Known;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.attention.Attention;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.targets.TargetState.Deployment;
import io.keelstream.contracts.targets.TargetState.ObjectHealth;
import io.keelstream.contracts.targets.TargetState.Revisions;
import io.keelstream.contracts.targets.TargetState.State;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Derives the public read model of a target from its records and its objects' health. Pure. */
final class TargetReport {

    private static final int MOST_OBJECTS = 50;

    private TargetReport() {}

    /**
     * Everything the read model is derived from.
     *
     * @param name the target
     * @param known its records
     * @param analysis the analysis of its canary; null without one
     * @param pause the pause that is in force; null without one
     * @param health the worst health of its objects
     * @param unhealthy the objects that are not healthy
     * @param conditions what is worth knowing beside the plan's problems
     */
    record Facts(
            TargetName name,
            Known known,
            @Nullable Analysis analysis,
            @Nullable Pause pause,
            String health,
            List<ObjectHealth> unhealthy,
            List<Problem> conditions) {

        Facts {
            unhealthy = List.copyOf(unhealthy);
            conditions = List.copyOf(conditions);
        }

        @Nullable
        Desired desired() {
            return known.desired();
        }

        @Nullable
        Plan plan() {
            return known.plan();
        }

        @Nullable
        Inventory inventory() {
            return known.inventory();
        }

        @Nullable
        Execution execution() {
            return known.execution();
        }
    }

    /**
     * The read model now.
     *
     * @param attention what waits for a person
     * @param before what is published; null when nothing is
     */
    static TargetState of(Facts facts, List<Attention> attention, @Nullable TargetState before, Instant now) {
        Inventory inventory = facts.inventory();
        Execution execution = facts.execution();
        Desired desired = facts.desired();
        var applied = inventory == null ? null : inventory.appliedRevision();
        Instant since =
                before != null && before.health().equals(facts.health()) && Objects.equals(before.applied(), applied)
                        ? before.since()
                        : now;
        return new TargetState(
                TargetIdentity.of(
                        facts.name(),
                        cluster(facts),
                        desired != null ? desired.namespace() : inventory != null ? inventory.namespace() : ""),
                new Revisions(
                        desired == null ? null : desired.revision(),
                        applied,
                        healthy(inventory),
                        desired != null && inventory != null && isApplied(desired.bundleDigest(), inventory),
                        SkippedDeployments.begun(facts.known()),
                        pinned(desired, facts.plan())),
                new State(
                        facts.health(),
                        since,
                        inventory == null ? 0 : inventory.objects().size(),
                        facts.unhealthy().stream().limit(MOST_OBJECTS).toList()),
                new Deployment(
                        execution == null ? null : execution.deploymentId(),
                        inventory != null && inventory.release() != null,
                        lastOutcome(execution),
                        execution == null || inventory == null || inventory.release() == null
                                ? null
                                : TrialReport.canary(
                                        execution.step(), facts.known().running()),
                        execution == null ? null : execution.accepted().revision(),
                        execution == null ? null : execution.accepted().startedAt()),
                new TargetState.Waiting(waitingFor(facts), attention),
                conditions(facts),
                desired == null ? List.of() : desired.policy().gating().dependsOn());
    }

    /** Whether the bundle is applied, and no release of another one is changing that. */
    private static boolean isApplied(String bundle, Inventory inventory) {
        Inventory.RunningRelease running = inventory.release();
        return bundle.equals(inventory.appliedBundle()) && (running == null || bundle.equals(running.bundleDigest()));
    }

    private static List<Revision> healthy(@Nullable Inventory inventory) {
        return inventory == null
                ? List.of()
                : inventory.history().knownGood().stream()
                        .map(Inventory.KnownGood::revision)
                        .toList();
    }

    /** Where the planner says that the target stays, or else where Git says so; null where it follows Git, or is to go. */
    private static @Nullable String pinned(@Nullable Desired desired, @Nullable Plan plan) {
        if (desired == null || desired.removed()) {
            return null;
        }
        String planned = plan == null ? null : plan.bundle().pinned();
        return planned != null ? planned : desired.policy().gating().pin();
    }

    private static @Nullable String lastOutcome(@Nullable Execution execution) {
        Outcome outcome = execution == null ? null : execution.outcome();
        return outcome == null ? null : outcome.name();
    }

    private static String cluster(Facts facts) {
        Desired desired = facts.desired();
        Inventory inventory = facts.inventory();
        Plan plan = facts.plan();
        return desired != null
                ? desired.cluster()
                : inventory != null ? inventory.cluster() : plan != null ? plan.cluster() : "";
    }

    /** One line: what has to happen next, and who has to do it. */
    private static String waitingFor(Facts facts) {
        Inventory inventory = facts.inventory();
        if (inventory != null && inventory.release() != null) {
            return running(facts);
        }
        Plan plan = facts.plan();
        Desired desired = facts.desired();
        if (plan == null) {
            return desired == null ? "" : "a plan";
        }
        if (desired == null) {
            return plan.state() + ": " + ProblemText.first(plan.problems());
        }
        if (!plan.answers(desired)) {
            return "a plan for " + desired.revision().shortCommit();
        }
        return switch (plan.state()) {
            case READY -> executed(plan, inventory) ? instead(plan) : release(facts, plan);
            case AWAITING_APPROVAL -> plan.state() + ": " + ProblemText.objections(plan);
            case AWAITING_WINDOW, AWAITING_DEPENDENCY, BLOCKED ->
                plan.state() + ": " + ProblemText.first(plan.problems());
            case FAILED ->
                ProblemText.first(plan.problems())
                        + (plan.notBefore() == null ? "" : " (next try at " + plan.notBefore() + ")");
            case UNCHANGED -> instead(plan);
            case UNKNOWN -> "";
        };
    }

    /** Why another commit than the one that Git wants is applied, and what ends that; empty where it is the one. */
    private static String instead(Plan plan) {
        Problem instead = ProblemText.instead(plan);
        return instead == null ? "" : instead.message();
    }

    /** What follows a plan that is ready. One that failed stays in place until its bundle may be tried again. */
    private static String release(Facts facts, Plan plan) {
        Pause pause = facts.pause();
        if (pause != null && pause.holds(plan)) {
            return pause.problem(facts.name()).message();
        }
        Optional<String> turn = facts.conditions().stream()
                .filter(Reason.RELEASE_LIMIT::is)
                .map(Problem::message)
                .findFirst();
        return turn.orElseGet(() -> next(facts, plan));
    }

    private static String next(Facts facts, Plan plan) {
        Inventory inventory = facts.inventory();
        Inventory.Retry retry = inventory == null ? null : inventory.retry();
        boolean again = retry != null && retry.bundle().equals(plan.bundleDigest());
        Instant at = plan.notBefore() != null ? plan.notBefore() : again && retry != null ? retry.notBefore() : null;
        List<Problem> problems = failure(facts, Outcome.FAILED);
        if (problems.isEmpty()) {
            return at == null ? "its release" : "the next try at " + at;
        }
        String more = problems.size() > 1 ? " (and more)" : "";
        return ProblemText.of(problems.getFirst())
                + more
                + (at == null ? " (to be tried again)" : " (next try at " + at + ")");
    }

    /** Why the last release, or rehearsal, of what Git wants was not good; nothing where it ended otherwise. */
    private static List<Problem> failure(Facts facts, Outcome as) {
        Execution execution = facts.execution();
        Desired desired = facts.desired();
        return execution != null
                        && desired != null
                        && execution.bundleDigest().equals(desired.bundleDigest())
                        && execution.step() instanceof Step.Finished(Outcome outcome, List<Problem> problems)
                        && outcome == as
                ? problems
                : List.of();
    }

    /** A plan that was executed completely stays in place until there is another one. */
    private static boolean executed(Plan plan, @Nullable Inventory inventory) {
        return inventory != null
                && plan.inventorySequence() < inventory.sequence()
                && plan.bundleDigest().equals(inventory.appliedBundle());
    }

    private static String running(Facts facts) {
        Execution execution = facts.execution();
        if (execution == null) {
            return "its release";
        }
        String first = facts.unhealthy().isEmpty()
                ? ""
                : ": " + facts.unhealthy().getFirst().reference() + " "
                        + facts.unhealthy().getFirst().message();
        return switch (execution.step()) {
            case Step.Applying(int wave, Instant _, @Nullable TrialPosition at) ->
                wave(wave, at) + first + (at == null ? "" : queued(facts));
            case Step.Waiting(int wave, Instant _, @Nullable TrialPosition at) ->
                wave(wave, at) + first + (at == null ? "" : queued(facts));
            case Step.Pruning pruning -> hindered("objects that left Git to be deleted", pruning.obstacle());
            case Step.Hooking(HookRun run, @Nullable TrialPosition _, Step.Hooking.@Nullable Failed _) ->
                "the " + run.phase().word() + " hook to " + (run.phase().besideCanary() ? "begin" : "end");
            case Step.Settling settling -> "the health of the whole target";
            case Step.Preparing preparing ->
                held(facts, preparing.trial(), "the copies of the canary to become ready" + first);
            case Step.Shifting shifting ->
                held(
                        facts,
                        shifting.trial(),
                        "the router to send " + shifting.trial().weight() + " % to the canary" + first);
            case Step.Analysing analysing -> held(facts, analysing.trial(), analysing(facts, analysing.trial()));
            case Step.Restoring _ -> "the version before to become healthy again" + first;
            case Step.Baking _ -> "the promoted version to be watched" + first;
            case Step.Withdrawing withdrawing -> withdrawing(withdrawing);
            case Step.Finished finished -> "";
            case Step.Unknown unknown -> "an applier that knows the step " + unknown.label();
        };
    }

    private static String withdrawing(Step.Withdrawing at) {
        if (at.inSteps()) {
            return "the traffic to go back to the workload in steps, now "
                    + at.trial().weight() + " % on the canary";
        }
        String what = switch (at.stage()) {
            case SHIFT, DRAIN -> "the traffic to leave the copies of the canary";
            case DELETE -> "the copies of the canary to be deleted";
            case LOWER -> "the autoscaler to see the load that came back";
            case UNKNOWN -> "the canary to end";
        };
        return hindered(what, at.obstacle());
    }

    private static String hindered(String what, @Nullable Problem obstacle) {
        return obstacle == null ? what : what + ": " + ProblemText.of(obstacle);
    }

    private static String wave(int wave, @Nullable TrialPosition trial) {
        return (trial == null ? "wave " : "the promotion of the canary, wave ") + wave + " to become healthy";
    }

    /** Why a trial on hold does not go on, and what ends that; else what it waits for. */
    private static String held(Facts facts, TrialPosition at, String otherwise) {
        Plan running = facts.known().running();
        Trial trial = running == null ? null : running.trial();
        TrialHold hold = at.hold();
        if (running == null) {
            return otherwise + queued(facts);
        }
        String text = trial == null || hold == null ? otherwise : HoldText.of(facts.name(), running, at, hold);
        return text + BesideText.of(running, at) + queued(facts);
    }

    /** How far the verdict is. */
    private static String analysing(Facts facts, TrialPosition at) {
        Plan running = facts.known().running();
        Trial trial = running == null ? null : running.trial();
        Analysis analysis = facts.analysis();
        boolean current = analysis != null
                && analysis.request().position().round() == at.round()
                && analysis.request().trial().equals(trialId(facts));
        return running == null || trial == null
                ? "the verdict on the canary at " + at.weight() + " %"
                : TrialText.standing(running, at, current && analysis != null ? analysis.standing() : null);
    }

    private static @Nullable String trialId(Facts facts) {
        Plan running = facts.known().running();
        Execution execution = facts.execution();
        CanaryPlan canary = running == null ? null : running.work().canary();
        return canary == null || execution == null ? null : Gates.trial(canary.identity(execution.deploymentId()));
    }

    /** A newer commit that does not end the running trial waits for its end. */
    private static String queued(Facts facts) {
        Plan running = facts.known().running();
        Desired desired = facts.desired();
        Plan plan = facts.plan();
        return running == null
                        || desired == null
                        || plan == null
                        || running.answers(desired)
                        || !plan.answers(desired)
                        || plan.work().canary() == null
                ? ""
                : "; commit " + desired.revision().shortCommit() + " waits until this trial has ended";
    }

    private static List<Problem> conditions(Facts facts) {
        Plan plan = facts.plan();
        Stream<Problem> planned = plan == null
                ? Stream.empty()
                : Stream.concat(
                        plan.state() == Plan.State.READY || plan.state() == Plan.State.UNCHANGED
                                ? Stream.empty()
                                : plan.problems().stream(),
                        plan.warnings().stream());
        return Stream.of(
                        facts.conditions().stream(),
                        failure(facts, Outcome.FAILED).stream(),
                        failure(facts, Outcome.REHEARSED).stream(),
                        planned)
                .flatMap(each -> each)
                .distinct()
                .limit(MOST_OBJECTS)
                .toList();
    }
}
