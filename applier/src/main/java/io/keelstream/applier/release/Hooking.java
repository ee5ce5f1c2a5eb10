package io.keelstream.applier.release;

import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.plan.PlannedAction.RunHook;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A hook is run. It is recorded before its object is created, when that exists, and when it has ended; then its object is let
 * go, and the next one follows. What runs beside a canary is only begun here: its end belongs to the trial. Hooks of a wave run when
 * its objects are applied, before these are waited for: either may need the other.
 *
 * @param run which, and how far it is
 * @param trial where the trial stands that waits for it, or is promoted meanwhile; null without one
 * @param failed how the release ends that failed; null unless this is a hook for that
 */
public record Hooking(
        Release release, HookRun run, @Nullable TrialPosition trial, Step.Hooking.@Nullable Failed failed)
        implements ReleaseState {

    /** The phases of a trial whose copies are ready, in the order in which they come. */
    private static final List<HookPhase> BEFORE_TRAFFIC =
            List.of(HookPhase.CANARY, HookPhase.CANARY_LOAD, HookPhase.CANARY_CHECK);

    /** The first hook of a phase of an ordinary release. */
    static Hooking begin(Release release, HookPhase phase, Instant now) {
        return new Hooking(release, first(release, phase, now), null, null);
    }

    /** The first hook of a wave whose objects are applied, or the wait for them. */
    static ReleaseState in(ReleaseState.Applying applied, Instant now) {
        Release release = applied.release();
        List<RunHook> hooks = release.hooks(HookPhase.SYNC);
        OptionalInt first = IntStream.range(0, hooks.size())
                .filter(position -> hooks.get(position).rule().weight() == applied.wave())
                .findFirst();
        return first.isPresent() && release.runsHooksInWaves(Release.Part.of(applied.trial()))
                ? new Hooking(release, run(release, HookPhase.SYNC, first.getAsInt(), now), applied.trial(), null)
                : new ReleaseState.Waiting(release, applied.wave(), applied.deadline(), applied.trial());
    }

    /** The first hook for a canary whose copies are ready, or its first traffic. */
    static ReleaseState before(Preparing ready, Instant now) {
        return after(ready, null, now);
    }

    /** What follows a phase of a trial; the first hook of all where {@code over} is null. */
    private static ReleaseState after(Preparing ready, @Nullable HookPhase over, Instant now) {
        return BEFORE_TRAFFIC.stream()
                .filter(phase -> over == null || phase.compareTo(over) > 0)
                .filter(phase -> !ready.release().hooks(phase).isEmpty())
                .findFirst()
                .<ReleaseState>map(
                        phase -> new Hooking(ready.release(), first(ready.release(), phase, now), ready.trial(), null))
                .orElseGet(() -> ready.ready(now));
    }

    /** The first hook for a release that went wrong. */
    static Hooking begin(Finished end, Instant now) {
        return new Hooking(
                end.release(),
                first(end.release(), HookPhase.ON_FAILURE, now),
                null,
                new Step.Hooking.Failed(end.outcome(), end.status(), end.problems()));
    }

    private static HookRun first(Release release, HookPhase phase, Instant now) {
        return run(release, phase, 0, now);
    }

    private static HookRun run(Release release, HookPhase phase, int position, Instant now) {
        long millis = release.hooks(phase).get(position).rule().timeoutMillis();
        return new HookRun(phase, position, now.plusMillis(millis), null, null);
    }

    /** The hook. */
    public RunHook hook() {
        return release.hooks(run.phase()).get(run.position());
    }

    /** The wave that it runs in; 0 outside waves. */
    public int wave() {
        return inAWave() ? hook().rule().weight() : 0;
    }

    /** Whether it runs in a wave. */
    public boolean inAWave() {
        return run.phase() == HookPhase.SYNC;
    }

    /** Whether a canary is promoted meanwhile. */
    public boolean promotes() {
        return trial != null && inAWave();
    }

    /** Until when its object may wait to be created; load may run for as long as its trial, and gets as long as a wave. */
    public Instant creationEnds() {
        return run.phase() == HookPhase.CANARY_LOAD
                ? run.deadline().minusMillis(hook().rule().timeoutMillis()).plus(release.timeout())
                : run.deadline();
    }

    /** The hooks of its phase until this one, each as it was begun. */
    public List<Hooking> upToThis() {
        return IntStream.rangeClosed(0, run.position())
                .mapToObj(position -> with(new HookRun(run.phase(), position, run.deadline(), null, null)))
                .toList();
    }

    /**
     * Its object exists: only now its time begins.
     *
     * @param since since when; the run was recorded before that, whatever a server's clock says
     */
    public Hooking created(String uid, Instant since) {
        return with(running(uid, since));
    }

    /** The same of a hook that runs beside a canary: it is not waited for. */
    public ReleaseState begun(String uid, Instant since, Instant now) {
        return beside(running(uid, since), now);
    }

    private HookRun running(String uid, Instant since) {
        Instant until = since.plusMillis(hook().rule().timeoutMillis());
        return run.created(uid, until.isBefore(run.deadline()) ? run.deadline() : until);
    }

    /** The run belongs to the trial from now on. */
    private ReleaseState beside(HookRun begun, Instant now) {
        TrialPosition position = Objects.requireNonNull(trial, "it runs beside a trial");
        return new Hooking(release, begun, position.withBeside(begun), null).next(now);
    }

    /** The canary is taken back. Without an object, which whoever says so makes sure of, nothing of the hook has to end. */
    public ReleaseState takenBack(Problem cause, Instant now) {
        return run.uid() == null ? failed(ExecutionStatus.SUCCEEDED, List.of(cause), now) : ended(cause);
    }

    /** It has ended; {@code failure} says why it failed. */
    public Hooking ended(@Nullable Problem failure) {
        return with(run.ended(failure));
    }

    private Hooking with(HookRun other) {
        return new Hooking(release, other, trial, failed);
    }

    /** Its object is let go: the next hook, what follows the phase, or the end of a release that a hook failed. */
    public ReleaseState over(Instant now) {
        Problem failure =
                Objects.requireNonNull(run.end(), "the hook has ended").failure();
        return failure == null ? next(now) : refused(failure, now);
    }

    /** It failed, or cannot be run. A release that went wrong already only says so, and load for a canary decides nothing. */
    public ReleaseState refused(Problem problem, Instant now) {
        if (run.phase() == HookPhase.CANARY_LOAD) {
            return beside(run.ended(problem), now);
        }
        if (failed == null) {
            return failed(ExecutionStatus.ERRORED, List.of(problem), now);
        }
        List<Problem> all =
                Stream.concat(failed.problems().stream(), Stream.of(problem)).toList();
        Step.Hooking.Failed more = new Step.Hooking.Failed(failed.outcome(), failed.status(), all);
        return new Hooking(release, run, trial, more).next(now);
    }

    private ReleaseState next(Instant now) {
        int next = run.position() + 1;
        List<RunHook> hooks = release.hooks(run.phase());
        if (next < hooks.size() && (!inAWave() || hooks.get(next).rule().weight() == wave())) {
            return with(run(release, run.phase(), next, now));
        }
        if (inAWave()) {
            return new ReleaseState.Waiting(release, wave(), release.deadline(now), trial);
        }
        if (trial != null) {
            return after(new Preparing(release, trial, release.deadline(now)), run.phase(), now);
        }
        return failed == null ? release.afterHooks(run.phase(), now) : end(failed);
    }

    private Finished end(Step.Hooking.Failed as) {
        return new Finished(release, as.outcome(), as.status(), as.problems());
    }

    @Override
    public ReleaseState superseded(Instant now) {
        return failed == null ? ReleaseState.super.superseded(now) : end(failed);
    }

    /** A canary that a hook finds no good never had traffic; one that is promoted has. */
    @Override
    public ReleaseState failed(ExecutionStatus status, List<Problem> problems, Instant now) {
        return trial == null || promotes()
                ? ReleaseState.super.failed(status, problems, now)
                : Withdrawing.begin(release, trial, release.takenBack(), problems, now);
    }
}
