package io.keelstream.applier.release;

import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialIdentity;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.execution.Step.Withdrawing.Ending;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One accepted plan on its way. Immutable: what happens to it is {@link ReleaseState}.
 *
 * @param deploymentId UUIDv5 of target and plan id
 * @param target the target
 * @param plan the accepted plan
 * @param previous the commit applied before; null for the first release
 * @param startedAt when the plan was accepted
 */
public record Release(
        String deploymentId,
        TargetName target,
        Plan plan,
        @Nullable Revision previous,
        Instant startedAt) {

    /** The target's rules, as the plan carries them. */
    public TargetPolicy policy() {
        return plan.bundle().policy();
    }

    /**
     * What is applied together, wave by wave. A plan with a trial applies before it what the canary needs, and the rest when
     * the canary is promoted; any other plan applies everything in the first part.
     */
    public enum Part {
        FIRST,
        PROMOTION;

        /** The part that is applied where the trial stands so; null before it and without one. */
        public static Part of(@Nullable TrialPosition trial) {
            return trial == null ? FIRST : PROMOTION;
        }
    }

    /** The first state: a hook, the lowest wave, the trial, or deleting where nothing is to be applied. */
    public ReleaseState begin(Instant now) {
        return hooks(HookPhase.PRE_APPLY).isEmpty()
                ? afterHooks(HookPhase.PRE_APPLY, now)
                : Hooking.begin(this, HookPhase.PRE_APPLY, now);
    }

    /** The state after the hooks of a phase. */
    ReleaseState afterHooks(HookPhase phase, Instant now) {
        return phase == HookPhase.PRE_APPLY ? next(OptionalInt.empty(), null, now) : new ReleaseState.Settling(this);
    }

    /** The hooks that run in a phase, in order. */
    public List<PlannedAction.RunHook> hooks(HookPhase phase) {
        return plan.hooks(phase);
    }

    /** All hooks that run. */
    public Stream<PlannedAction.RunHook> hooks() {
        return plan.actions().stream()
                .flatMap(action -> action instanceof PlannedAction.RunHook hook ? Stream.of(hook) : Stream.empty());
    }

    /**
     * The state after the wave; the first one without a wave.
     *
     * @param trial where the trial stands whose promotion this is; null outside a promotion
     */
    ReleaseState next(OptionalInt after, @Nullable TrialPosition trial, Instant now) {
        NavigableSet<Integer> waves = waves(Part.of(trial));
        if (after.isPresent()) {
            waves = waves.tailSet(after.getAsInt(), false);
        }
        if (!waves.isEmpty()) {
            return new ReleaseState.Applying(this, waves.first(), deadline(now), trial);
        }
        if (trial != null) {
            return Withdrawing.begin(this, trial, Ending.PROMOTED, List.of(), now);
        }
        return plan.trial() == null
                ? afterWaves(now)
                : new ReleaseState.Preparing(this, TrialPosition.START, deadline(now));
    }

    /** Everything is applied: deleting, hooks, or the end. */
    ReleaseState afterWaves(Instant now) {
        return deletions().isEmpty() ? afterPruning(now) : new ReleaseState.Pruning(this, deadline(now), null);
    }

    /** Everything is applied and deleted: hooks, or the end. */
    ReleaseState afterPruning(Instant now) {
        return hooks(HookPhase.POST_APPLY).isEmpty()
                ? afterHooks(HookPhase.POST_APPLY, now)
                : Hooking.begin(this, HookPhase.POST_APPLY, now);
    }

    /** It failed, or its canary was rolled back: hooks for that, and its end. */
    ReleaseState wentWrong(ReleaseState.Finished end, Instant now) {
        return hooks(HookPhase.ON_FAILURE).isEmpty() ? end : Hooking.begin(end, now);
    }

    /** The trial that the plan begins. */
    public Trial trial() {
        return Objects.requireNonNull(plan.trial(), "the plan has a trial");
    }

    /** Which trial it runs, begun by itself or taken over; null for an ordinary release. */
    public @Nullable TrialIdentity runs() {
        CanaryPlan canary = plan.work().canary();
        return canary == null || canary.trial() == null ? null : canary.identity(deploymentId);
    }

    /** What comes after its trial where that is taken back: a rehearsal has nothing to roll back. */
    Ending takenBack() {
        return plan.rehearses() ? Ending.REHEARSED : Ending.ROLLED_BACK;
    }

    /** What names a run of a hook on its object: what runs beside a canary is that of its trial, whatever release goes on with it. */
    public String name(HookRun run) {
        TrialIdentity trial = runs();
        return run.name(run.phase().besideCanary() && trial != null ? trial.begunBy() : deploymentId);
    }

    /** The waves of a part that apply something or run hooks, lowest first. */
    public NavigableSet<Integer> waves(Part part) {
        ToIntFunction<PlannedAction.Write> wave = waveOf();
        NavigableSet<Integer> waves = new TreeSet<>();
        writes(part).map(wave::applyAsInt).forEach(waves::add);
        if (runsHooksInWaves(part)) {
            hooks(HookPhase.SYNC).forEach(hook -> waves.add(hook.rule().weight()));
        }
        return waves;
    }

    /** Hooks of waves change what runs, so with a trial they belong to the promotion. */
    boolean runsHooksInWaves(Part part) {
        return plan.trial() == null || part == Part.PROMOTION;
    }

    /** The last wave of all; 0 where nothing is applied. */
    public int lastWave() {
        return writes().mapToInt(waveOf()).max().orElse(0);
    }

    /** What a wave of a part applies, in plan order. */
    public List<PlannedAction.Write> wave(Part part, int wave) {
        ToIntFunction<PlannedAction.Write> waveOf = waveOf();
        return writes(part).filter(write -> waveOf.applyAsInt(write) == wave).toList();
    }

    /** The wave of each write: that of the plan, and for what follows a workload on trial one after all of these. */
    private ToIntFunction<PlannedAction.Write> waveOf() {
        Set<String> followers = followers().map(Trial.Body::reference).collect(Collectors.toSet());
        int after = 1
                + writes().filter(write -> !followers.contains(write.reference()))
                        .mapToInt(write -> write.turn().wave())
                        .max()
                        .orElse(0);
        return write ->
                followers.contains(write.reference()) ? after : write.turn().wave();
    }

    /** What follows the workload on trial and is written by this plan, as it was before; nothing without a trial. */
    public Stream<Trial.Body> followers() {
        Trial trial = plan.trial();
        return trial == null
                ? Stream.empty()
                : trial.stable().following().stream()
                        .filter(body ->
                                writes().anyMatch(write -> write.reference().equals(body.reference())));
    }

    private Stream<PlannedAction.Write> writes(Part part) {
        Trial trial = plan.trial();
        return writes().filter(
                        write -> (trial == null || trial.first().contains(write.reference())) == (part == Part.FIRST));
    }

    /** Everything that is applied and recorded, in plan order. */
    public Stream<PlannedAction.Write> writes() {
        return plan.actions().stream()
                .flatMap(action -> action instanceof PlannedAction.Write write ? Stream.of(write) : Stream.empty());
    }

    /** What has to exist before the first wave, e.g. the target's namespace. */
    public List<PlannedAction.Ensure> ensured() {
        return plan.actions().stream()
                .flatMap(action -> action instanceof PlannedAction.Ensure ensure ? Stream.of(ensure) : Stream.empty())
                .toList();
    }

    /** What is deleted or let go, in the plan's order: dependants go before what they depend on. */
    public List<PlannedAction> deletions() {
        return plan.actions().stream()
                .filter(action -> action instanceof PlannedAction.Prune || action instanceof PlannedAction.Release)
                .toList();
    }

    /**
     * The deletions in steps, each of which has to be gone before the next begins: what the plan lets go, then wave by wave
     * and kind by kind, backwards, as the plan orders them.
     */
    public List<List<PlannedAction>> deletionSteps() {
        List<List<PlannedAction>> steps = new ArrayList<>();
        String last = "";
        for (PlannedAction action : deletions()) {
            String step = action instanceof PlannedAction.Prune prune
                    ? prune.turn().wave() + " "
                            + ObjectReference.parse(action.reference()).groupKind()
                    : "release";
            if (!step.equals(last)) {
                steps.add(new ArrayList<>());
            }
            steps.getLast().add(action);
            last = step;
        }
        return steps;
    }

    /** The record that lets another instance resume this release. */
    public Execution execution(Step step) {
        Execution.Accepted accepted =
                new Execution.Accepted(plan.trigger(), plan.revision(), previous, plan.attempt(), startedAt);
        return new Execution(deploymentId, plan.id(), plan.bundleDigest(), accepted, step);
    }

    /** How long a wave may take to become healthy, and deleting to end. */
    public Duration timeout() {
        return Duration.ofMillis(policy().health().timeoutMillis());
    }

    /** The end of what begins now and may take {@link #timeout}. */
    public Instant deadline(Instant now) {
        return now.plus(timeout());
    }

    /** The sequence of the inventory that this release started with: what it recorded since has a greater one. */
    public long startSequence() {
        return plan.inventorySequence() + 1;
    }
}
