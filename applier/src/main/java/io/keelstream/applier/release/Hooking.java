package io.keelstream.applier.release;

import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.execution.Step.Withdrawing.Ending;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.plan.PlannedAction.RunHook;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A hook is run. It is recorded before its object is created, when that exists, and when it has ended; then its object is let
 * go, and the next one follows.
 *
 * @param run which, and how far it is
 * @param trial where the trial stands that waits for it; null outside the phase of the canary
 * @param failed how the release ends that failed; null unless this is a hook for that
 */
public record Hooking(
        Release release, HookRun run, @Nullable TrialPosition trial, Step.Hooking.@Nullable Failed failed)
        implements ReleaseState {

    /** The first hook of a phase of an ordinary release. */
    static Hooking begin(Release release, HookPhase phase, Instant now) {
        return new Hooking(release, first(release, phase, now), null, null);
    }

    /** The first hook for a canary whose copies are ready. */
    static Hooking begin(Release release, TrialPosition trial, Instant now) {
        return new Hooking(release, first(release, HookPhase.CANARY, now), trial, null);
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

    /** Its object exists. */
    public Hooking created(String uid) {
        return with(run.created(uid));
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

    /** It failed, or cannot be run. A release that went wrong already only says so. */
    public ReleaseState refused(Problem problem, Instant now) {
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
        if (next < release.hooks(run.phase()).size()) {
            return with(run(release, run.phase(), next, now));
        }
        if (trial != null) {
            return new Preparing(release, trial, release.deadline(now)).ready(now);
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

    /** A canary that a hook finds no good never had traffic. */
    @Override
    public ReleaseState failed(ExecutionStatus status, List<Problem> problems, Instant now) {
        return trial == null
                ? ReleaseState.super.failed(status, problems, now)
                : Withdrawing.begin(release, trial, Ending.ROLLED_BACK, problems, now);
    }
}
