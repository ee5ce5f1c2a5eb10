package io.keelstream.applier.release;

import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.plan.PlannedAction.RunHook;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A hook is run. It is recorded before its object is created, when that exists, and when it has ended; then its object is let
 * go, and the next one follows.
 *
 * @param run which, and how far it is
 */
public record Hooking(Release release, HookRun run) implements ReleaseState {

    /** The first state of a phase that has hooks. */
    static Hooking begin(Release release, HookPhase phase, int position, Instant now) {
        long millis = release.hooks(phase).get(position).rule().timeoutMillis();
        return new Hooking(release, new HookRun(phase, position, now.plusMillis(millis), null, null));
    }

    /** The hook. */
    public RunHook hook() {
        return release.hooks(run.phase()).get(run.position());
    }

    /** Its object exists. */
    public Hooking created(String uid) {
        return new Hooking(release, run.created(uid));
    }

    /** It has ended; {@code failure} says why it failed. */
    public Hooking ended(@Nullable Problem failure) {
        return new Hooking(release, run.ended(failure));
    }

    /** Its object is let go: the next hook, what follows the phase, or the end of a release that a hook failed. */
    public ReleaseState over(Instant now) {
        Problem failure =
                Objects.requireNonNull(run.end(), "the hook has ended").failure();
        if (failure != null) {
            return refused(failure, now);
        }
        int next = run.position() + 1;
        return next < release.hooks(run.phase()).size()
                ? begin(release, run.phase(), next, now)
                : release.afterHooks(run.phase(), now);
    }

    /** It cannot be run. */
    public ReleaseState refused(Problem problem, Instant now) {
        return failed(ExecutionStatus.ERRORED, List.of(problem), now);
    }
}
