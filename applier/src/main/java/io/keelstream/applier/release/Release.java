package io.keelstream.applier.release;

import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Action;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One accepted plan on its way. Immutable: what happens to it is {@link ReleaseState}.
 *
 * @param deploymentId UUIDv5 of target and plan id
 * @param target the target
 * @param plan the accepted plan
 * @param policy the target's rules at acceptance
 * @param labels the application's labels
 * @param previous the commit applied before; null for the first release
 * @param startedAt when the plan was accepted
 */
public record Release(
        String deploymentId,
        TargetName target,
        Plan plan,
        TargetPolicy policy,
        Map<String, String> labels,
        @Nullable Revision previous,
        Instant startedAt) {

    public Release {
        labels = Map.copyOf(labels);
    }

    /** The first state: the lowest wave, or deleting where nothing is to be applied. */
    public ReleaseState begin(Instant now) {
        return next(OptionalInt.empty(), now);
    }

    /** The state after the wave; the first one without a wave. */
    ReleaseState next(OptionalInt after, Instant now) {
        NavigableSet<Integer> waves = waves();
        if (after.isPresent()) {
            waves = waves.tailSet(after.getAsInt(), false);
        }
        if (!waves.isEmpty()) {
            return new ReleaseState.Applying(this, waves.first(), deadline(now));
        }
        return deletions().isEmpty() ? new ReleaseState.Settling(this) : new ReleaseState.Pruning(this, deadline(now));
    }

    /** The waves that apply something, lowest first. What is only ensured belongs to the first of them. */
    public NavigableSet<Integer> waves() {
        NavigableSet<Integer> waves = new TreeSet<>();
        plan.actions().stream()
                .filter(action -> applies(action) && action.action() != Action.ENSURE)
                .map(PlannedAction::wave)
                .forEach(waves::add);
        return waves;
    }

    /** What the wave applies, in plan order. */
    public List<PlannedAction> wave(int wave) {
        return plan.actions().stream()
                .filter(action -> applies(action) && action.action() != Action.ENSURE && action.wave() == wave)
                .toList();
    }

    /** What has to exist before the first wave, e.g. the target's namespace. */
    public List<PlannedAction> ensured() {
        return plan.actions().stream()
                .filter(action -> action.action() == Action.ENSURE)
                .toList();
    }

    /** What is deleted or let go, in the plan's order: dependants go before what they depend on. */
    public List<PlannedAction> deletions() {
        return plan.actions().stream().filter(action -> !applies(action)).toList();
    }

    /**
     * The deletions in steps, each of which has to be gone before the next begins: what the plan lets go, then wave by wave
     * and kind by kind, backwards, as the plan orders them.
     */
    public List<List<PlannedAction>> deletionSteps() {
        List<List<PlannedAction>> steps = new ArrayList<>();
        String last = "";
        for (PlannedAction action : deletions()) {
            String step = action.action() == PlannedAction.Action.RELEASE
                    ? "release"
                    : action.wave() + " "
                            + ObjectReference.parse(action.reference()).groupKind();
            if (!step.equals(last)) {
                steps.add(new ArrayList<>());
            }
            steps.getLast().add(action);
            last = step;
        }
        return steps;
    }

    /** Whether the action writes a desired object. */
    public static boolean applies(PlannedAction action) {
        return switch (action.action()) {
            case CREATE, UPDATE, ADOPT, REPLACE, ENSURE -> true;
            case PRUNE, RELEASE, UNKNOWN -> false;
        };
    }

    /** The record that lets another instance resume this release. */
    public Execution execution(Execution.Phase phase, int wave, @Nullable Instant deadline) {
        return new Execution(
                phase,
                deploymentId,
                plan.id(),
                plan.bundleDigest(),
                plan.trigger(),
                plan.revision(),
                previous,
                plan.attempt(),
                wave,
                deadline,
                startedAt,
                List.of(),
                null);
    }

    private Instant deadline(Instant now) {
        return now.plus(Duration.ofMillis(policy.timeoutMillis()));
    }

    /** Whether the plan holds an action that this version does not know: it must not be executed. */
    public static boolean understood(Plan plan) {
        return plan.actions().stream().noneMatch(action -> action.action() == Action.UNKNOWN);
    }
}
