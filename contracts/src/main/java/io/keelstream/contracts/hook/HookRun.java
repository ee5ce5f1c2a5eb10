package io.keelstream.contracts.hook;

import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of one hook. It is recorded before the object is created, when it exists, and when it has ended: so whoever goes on
 * creates nothing that was created before.
 *
 * @param phase the phase
 * @param position which hook of the phase, in the plan's order, from 0
 * @param deadline it has to end by then; its time begins with its object, and until that exists this is the time of the record and
 *     as much as it has
 * @param uid of its object; null before that is known
 * @param end how it ended; null while it runs
 */
public record HookRun(
        HookPhase phase,
        int position,
        Instant deadline,
        @Nullable String uid,
        @Nullable End end) {

    /**
     * The end of a run. What is left is to let its object go.
     *
     * @param failure why it failed; null where it succeeded
     */
    public record End(@Nullable Problem failure) {}

    /**
     * The same with its object created.
     *
     * @param until it has to end by then
     */
    public HookRun created(String as, Instant until) {
        return new HookRun(phase, position, until, as, end);
    }

    /** The same after its end. */
    public HookRun ended(@Nullable Problem failure) {
        return new HookRun(phase, position, deadline, uid, new End(failure));
    }

    /** Whether the other one is a run of the same hook of a release. */
    public boolean sameHook(HookRun other) {
        return phase == other.phase && position == other.position;
    }

    /**
     * What names the run on its object: another release, or another hook of this one, has another name.
     *
     * @param deploymentId of the release; beside a canary that of the release which began the trial
     */
    public String name(String deploymentId) {
        return deploymentId + "/" + phase.word() + "/" + position;
    }
}
