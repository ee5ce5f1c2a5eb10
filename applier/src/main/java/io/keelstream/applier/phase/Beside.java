package io.keelstream.applier.phase;

import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.gate.Ruling;
import io.keelstream.applier.hook.HookObject;
import io.keelstream.applier.hook.HookProgress;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.write.Attempt;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.hook.HookRule.DeletePolicy;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.plan.PlannedAction.RunHook;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The hooks that run beside a trial: what becomes of them while the canary is judged, and their end with it. None is ever
 * created here. The watch says that one has changed, and the server what it came to. Thread-safe.
 */
final class Beside {

    /** The server is asked so often about one that the watch does not show running. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    /** A verdict that arrives meanwhile waits so long at most. */
    private static final Duration LONGEST = Duration.ofMillis(800);

    private final ReleaseContext context;
    private final HookLook look;
    private final Map<String, Instant> due = new HashMap<>();

    /** What was found out and is not recorded yet: whoever asks twice hears the same. */
    private final Map<String, HookProgress> ends = new HashMap<>();

    Beside(ReleaseContext context) {
        this.context = context;
        this.look = new HookLook(context);
    }

    /**
     * What the end of a hook leads to; null while none has ended that is not recorded. A failed check is harm, also one that is
     * recorded, since a newer commit that takes a trial over may have verdicts acted on that were observed before.
     */
    Next.@Nullable Reached of(OnTrial state, Instant now) {
        for (HookRun run : state.trial().beside()) {
            Next.Reached harm = recorded(state, run, now);
            if (harm != null) {
                return harm;
            }
            String uid = run.uid();
            HookProgress progress =
                    uid == null || run.end() != null ? new HookProgress.Running() : progress(state, run, uid, now);
            switch (progress) {
                case HookProgress.Running _ -> {}
                case HookProgress.Succeeded _ -> {
                    return ended(state, run.ended(null), "ended well", now);
                }
                case HookProgress.Failed(String why) -> {
                    return ended(state, run.ended(Reason.HOOK_FAILED.problem(why, reference(state, run))), why, now);
                }
            }
        }
        return null;
    }

    private static Next.@Nullable Reached recorded(OnTrial state, HookRun run, Instant now) {
        Problem failure = run.end() == null ? null : run.end().failure();
        return failure != null
                        && Ruling.ofBeside(state, run, sentence(state, run, failure.message()), now)
                                instanceof Ruling.Go(var next, String why)
                ? new Next.Reached(next, null, why, null)
                : null;
    }

    private static String sentence(OnTrial state, HookRun run, String what) {
        return "the " + run.phase().word() + " hook " + reference(state, run) + " " + what;
    }

    private static Next.Reached ended(OnTrial state, HookRun run, String what, Instant now) {
        OnTrial told = state.besideEnded(run);
        String sentence = sentence(state, run, what);
        return Ruling.ofBeside(told, run, sentence, now) instanceof Ruling.Go(var next, String why)
                ? new Next.Reached(next, null, why, null)
                : new Next.Reached(
                        told, null, TrialText.position(state.release().plan(), state.trial()) + ": " + sentence, null);
    }

    private synchronized HookProgress progress(OnTrial state, HookRun run, String uid, Instant now) {
        HookProgress known = ends.get(uid);
        if (known != null) {
            return known;
        }
        HookProgress seen = seen(state, run, uid, now);
        HookProgress progress = seen == null ? new HookProgress.Running() : seen;
        if (seen instanceof HookProgress.Running && !now.isBefore(run.deadline())) {
            long limit = hook(state.release(), run).rule().timeoutMillis();
            progress = new HookProgress.Failed(
                    "did not end within " + Duration.ofMillis(limit).toSeconds() + " s");
        }
        if (!(progress instanceof HookProgress.Running)) {
            ends.put(uid, progress);
        }
        return progress;
    }

    /** How far it is; null where that is not known now. */
    private @Nullable HookProgress seen(OnTrial state, HookRun run, String uid, Instant now) {
        HookObject object = HookObject.of(state.release(), run, state.trial());
        context.live().watch(object.hook().apiVersion(), object.reference().groupKind());
        if (now.isBefore(run.deadline()) && look.runs(object, uid)) {
            return new HookProgress.Running();
        }
        if (now.isBefore(due.getOrDefault(uid, Instant.MIN))) {
            return null;
        }
        due.put(uid, now.plus(LOOK_AGAIN));
        return look.asked(context.client().until(now.plus(LONGEST)), object, uid);
    }

    /**
     * Ends what still runs, each by its uid, and lets go what has ended. May be repeated.
     *
     * @return why that is not done yet; null when it is
     */
    @Nullable
    Problem end(Release release, TrialPosition at, Attempt attempt) throws InterruptedException {
        Problem open = null;
        for (HookRun run : at.beside()) {
            String uid = run.uid();
            Problem kept = uid == null ? null : end(HookObject.of(release, run, at), run, uid, attempt);
            open = open == null ? kept : open;
        }
        return open;
    }

    private @Nullable Problem end(HookObject object, HookRun run, String uid, Attempt attempt)
            throws InterruptedException {
        HookRun.End ended = run.end();
        DeletePolicy policy = ended == null || ended.failure() == null ? DeletePolicy.SUCCEEDED : DeletePolicy.FAILED;
        boolean delete = ended != null && object.hook().rule().delete().contains(policy);
        return context.writer().letGoHook(object, uid, delete, attempt);
    }

    private static String reference(OnTrial state, HookRun run) {
        return hook(state.release(), run).reference();
    }

    private static RunHook hook(Release release, HookRun run) {
        return release.hooks(run.phase()).get(run.position());
    }
}
