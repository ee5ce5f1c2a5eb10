package io.keelstream.applier.reconcile;

import io.keelstream.applier.decision.Pause;
import io.keelstream.applier.record.Known;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.Steps;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.window.Windows;
import io.keelstream.messaging.event.Ids;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a target needs now, by its records alone. Pure. */
sealed interface Decision {

    /** It no longer exists: its read model is removed. */
    record Withdraw() implements Decision {}

    /** Nothing but to keep its read model. */
    record Observe() implements Decision {}

    /** Its plan is to be begun at that time, and not before. */
    record Postpone(Instant until) implements Decision {}

    /** Its plan is to be begun. */
    record Start(Release release) implements Decision {}

    /** Its release continues in this state. */
    record Resume(ReleaseState state) implements Decision {}

    /** A newer commit goes on with the trial of its release. */
    record TakeOver(OnTrial running, Release by) implements Decision {}

    /** Its release cannot go on: its plan is lost, or its cluster is unknown. */
    record Abandon() implements Decision {}

    /** Its bundle differs from the applied one only in what no cluster sees: it is recorded as applied. */
    record Acknowledge(Plan plan) implements Decision {}

    /** It was removed, and nothing of it is left. */
    record Forget(Plan plan) implements Decision {}

    /**
     * The decision.
     *
     * @param key the target
     * @param pause the pause that is in force; null without one
     * @param clusters whether the installation knows a cluster
     * @param now the time
     */
    static Decision of(String key, Known known, @Nullable Pause pause, Predicate<String> clusters, Instant now) {
        if (known.empty()) {
            return new Withdraw();
        }
        if (!known.certain() || known.notUnderstood() != null) {
            return new Observe();
        }
        Inventory inventory = known.inventory();
        if (inventory != null && inventory.release() != null) {
            return resumed(key, known, inventory.release())
                    .map(state -> running(state, known, pause, clusters, now))
                    .orElseGet(Abandon::new);
        }
        Plan plan = known.planIsCurrent() ? known.plan() : null;
        if (plan == null) {
            return new Observe();
        }
        return switch (plan.state()) {
            case READY -> pause != null && pause.holds(plan) ? paused(pause) : ready(key, known, plan, clusters, now);
            case UNCHANGED -> unchanged(known, plan);
            case AWAITING_APPROVAL, AWAITING_WINDOW, AWAITING_DEPENDENCY, BLOCKED, FAILED, UNKNOWN -> new Observe();
        };
    }

    /** While a copy may have traffic, its release waits for a cluster that Git still names: only there it can be taken back. */
    private static Decision running(
            ReleaseState state, Known known, @Nullable Pause pause, Predicate<String> clusters, Instant now) {
        String cluster = state.release().plan().cluster();
        if (clusters.test(cluster)) {
            Release successor = pause == null ? Successor.of(state, known, now) : null;
            return successor != null && state instanceof OnTrial trial
                    ? new TakeOver(trial, successor)
                    : new Resume(state);
        }
        boolean named =
                known.desired() != null && cluster.equals(known.desired().cluster());
        return state.trial() != null && named ? new Observe() : new Abandon();
    }

    private static Decision paused(Pause pause) {
        Instant end = pause.end();
        return end == null ? new Observe() : new Postpone(end);
    }

    private static Decision ready(String key, Known known, Plan plan, Predicate<String> clusters, Instant now) {
        Instant until = plan.notBefore();
        if (until != null && until.isAfter(now)) {
            return new Postpone(until);
        }
        Instant opening = new Windows(plan.windows()).nextOpening(now);
        if (opening == null || opening.isAfter(now)) {
            return opening == null ? new Observe() : new Postpone(opening);
        }
        CanaryPlan canary = plan.work().canary();
        boolean late = canary != null && canary.takesOver() != null;
        return clusters.test(plan.cluster()) && !late ? new Start(started(key, known, plan, now)) : new Observe();
    }

    private static Release started(String key, Known known, Plan plan, Instant now) {
        Inventory before = known.inventory();
        return new Release(
                Ids.nameBased(key, plan.id()).toString(),
                TargetName.parse(key),
                plan,
                before == null ? null : before.appliedRevision(),
                now);
    }

    /** A release continues from its own records; the planner may have planned something else meanwhile. */
    private static Optional<ReleaseState> resumed(String key, Known known, Inventory.RunningRelease running) {
        Plan plan = known.running();
        Execution execution = known.execution();
        if (plan == null
                || execution == null
                || !plan.id().equals(running.planId())
                || !execution.deploymentId().equals(running.deploymentId())) {
            return Optional.empty();
        }
        Execution.Accepted accepted = execution.accepted();
        Release release = new Release(
                running.deploymentId(), TargetName.parse(key), plan, accepted.previousRevision(), accepted.startedAt());
        return Steps.resume(release, execution.step());
    }

    private static Decision unchanged(Known known, Plan plan) {
        Inventory inventory = known.inventory();
        boolean nothingLeft = inventory == null
                || (inventory.objects().isEmpty() && inventory.previous().isEmpty());
        if (known.desired() != null && known.desired().removed() && nothingLeft) {
            return known.over() ? new Observe() : new Forget(plan);
        }
        boolean recorded = inventory == null
                || plan.bundleDigest().equals(inventory.appliedBundle())
                || !plan.held().isEmpty();
        return recorded ? new Observe() : new Acknowledge(plan);
    }
}
