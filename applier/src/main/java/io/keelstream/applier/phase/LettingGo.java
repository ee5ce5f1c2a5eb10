package io.keelstream.applier.phase;

import io.keelstream.applier.hook.HookObject;
import io.keelstream.applier.release.Hooking;
import io.keelstream.applier.write.Attempt;
import io.keelstream.contracts.hook.HookRule.DeletePolicy;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Lets the objects of hooks go that have ended. What the cluster cannot do now is waited for. What it refuses by a rule, as to an
 * account that may create Jobs and not change them, would hold the release for ever: the object stays, and that is said.
 */
final class LettingGo {

    private final ReleaseContext context;

    LettingGo(ReleaseContext context) {
        this.context = context;
    }

    /** Tries for a moment: what is not answered is looked at again soon, by the record alone. */
    static Attempt brief(ReleaseContext context) {
        return Attempt.brief(false, context.clock().instant(), new WantedByRelease(context.orders()));
    }

    /** The object of a hook. */
    static HookObject object(Hooking state) {
        return HookObject.of(state.release(), state.run(), state.inAWave() ? null : state.trial());
    }

    /** Whether it is worth waiting for what keeps an object; not where nothing does. */
    static boolean waits(@Nullable Problem kept) {
        return kept != null && !Reason.FORBIDDEN.is(kept) && !Reason.REFUSED.is(kept);
    }

    /** What is said of an object that stays. */
    static String said(Hooking state, Problem kept) {
        return "an object of the " + state.release().plan().word(state.run().phase())
                + " hooks cannot be let go, and stays: " + kept.where() + ": " + kept.message();
    }

    /**
     * Lets the hook's own object go.
     *
     * @return why that is not done; null when it is
     */
    @Nullable
    Problem ended(Hooking state, String uid, HookRun.End ended) throws InterruptedException {
        DeletePolicy end = ended.failure() == null ? DeletePolicy.SUCCEEDED : DeletePolicy.FAILED;
        HookObject object = object(state);
        boolean delete = object.runsToEnd() && state.hook().rule().delete().contains(end);
        return context.writer().letGoHook(object, uid, delete, brief(context));
    }

    /**
     * Deletes what was created for other hooks of the phase and is to go when it has succeeded: the last of them may need it.
     *
     * @return why that is not done; null when it is
     */
    @Nullable
    Problem swept(Hooking state) throws InterruptedException {
        Problem left = null;
        for (Hooking earlier : state.upToThis()) {
            HookObject object = object(earlier);
            if (!object.runsToEnd() && earlier.hook().rule().delete().contains(DeletePolicy.SUCCEEDED)) {
                Problem kept = context.writer().removeHook(object, brief(context));
                left = left == null || waits(kept) ? kept : left;
            }
        }
        return left;
    }
}
