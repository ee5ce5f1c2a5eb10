package io.keelstream.applier.phase;

import io.keelstream.applier.decision.Judgement;
import io.keelstream.applier.hook.HookObject;
import io.keelstream.applier.hook.HookProgress;
import io.keelstream.applier.journal.ReleaseJournal;
import io.keelstream.applier.release.Hooking;
import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.Passing;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.write.Attempt;
import io.keelstream.applier.write.HookWriter.Answer;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRule.DeletePolicy;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.messaging.partition.PartitionLostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a hook, once: what is recorded says whether its object may be created. A newer revision does not end a hook that runs,
 * since it may be in the middle of a migration, unless the hook allows so; nothing more is begun after it. Harm that is proven while
 * it runs in a promotion ends it, and so does a person who aborts the canary. What of its wave is not healthy when the release does
 * not go on is left dirty, so that whatever comes next waits for it.
 */
final class HookingPhase {

    private final ReleaseContext context;
    private final Progress progress;
    private final ReleaseJournal journal;
    private final Verdicts verdicts;
    private final Interruptions interruptions;
    private final HookLook look;
    private final LettingGo lettingGo;

    HookingPhase(ReleaseContext context, Progress progress, ReleaseJournal journal) {
        this.context = context;
        this.progress = progress;
        this.journal = journal;
        this.verdicts = new Verdicts(context);
        this.interruptions = new Interruptions(context);
        this.look = new HookLook(context);
        this.lettingGo = new LettingGo(context);
    }

    /**
     * @param takenOver whether an earlier life of the release may have created the object
     * @param patience until when a thread waits
     */
    Next on(Hooking state, boolean takenOver, Instant patience) throws InterruptedException {
        HookRun run = state.run();
        String uid = run.uid();
        Next next = uid == null
                ? create(state, takenOver)
                : run.end() == null ? await(state, uid, patience) : letGo(state, uid, run.end());
        if (state.inAWave() && next instanceof Next.Reached reached && leaves(reached.state())) {
            Release release = state.release();
            List<PlannedAction.Write> wave = release.wave(Release.Part.of(state.trial()), state.wave());
            HealthLook.leave(context, progress, release, state.trial(), wave);
        }
        return next;
    }

    /** Whether nobody waits for the wave any more. */
    private static boolean leaves(ReleaseState next) {
        return !(next instanceof ReleaseState.Waiting) && !(next instanceof Hooking hooking && hooking.inAWave());
    }

    private Next create(Hooking state, boolean takenOver) throws InterruptedException {
        HookObject object = LettingGo.object(state);
        Instant now = context.clock().instant();
        if (takenOver) {
            switch (context.writer().hooks().find(object, brief())) {
                case Answer.Found(Manifest found) -> {
                    return created(state, found);
                }
                case Answer.None _ -> {}
                case Answer.Refused(Problem problem, boolean passes) -> {
                    return hindered(state, object, problem, passes);
                }
            }
        }
        if (!goOn(state)) {
            return LettingGo.waits(lettingGo.swept(state)) ? later(state) : new Next.Reached(state.superseded(now));
        }
        Next interruption = interruption(state);
        if (interruption != null) {
            return interruption;
        }
        Problem obstacle = prepare(state, object);
        if (obstacle != null) {
            return refused(state, obstacle);
        }
        Problem left = context.writer().clearHook(object, replaces(object, state), brief());
        if (left != null) {
            return hindered(state, object, left, Passing.is(left));
        }
        return switch (context.writer().createHook(object, brief())) {
            case Answer.Found(Manifest created) -> created(state, created);
            case Answer.None _ -> later(state);
            case Answer.Refused(Problem problem, boolean passes) -> hindered(state, object, problem, passes);
        };
    }

    /**
     * What was not answered may have been done all the same: the object is looked for before it is created again. An earlier
     * run that is being deleted is waited for as long as the hook may run, since what keeps it may never end.
     */
    private Next hindered(Hooking state, HookObject object, Problem problem, boolean passes)
            throws InterruptedException {
        if (Reason.NOT_OWNER.is(problem)) {
            throw new PartitionLostException("the partition was lost while a hook was being created");
        }
        boolean late = !context.clock().instant().isBefore(state.creationEnds());
        return state.trial() != null && Passing.is(problem)
                ? postponed(state, object, problem)
                : passes && !(late && Reason.ALREADY_EXISTS.is(problem)) ? later(state) : refused(state, problem);
    }

    /**
     * The cluster does not take the object of a trial's hook now. That is tried again for a time, unless a person keeps
     * Keelstream from it; then the call that was not answered may still have created it.
     */
    private Next postponed(Hooking state, HookObject object, Problem problem) throws InterruptedException {
        boolean waits = Reason.STOPPED.is(problem)
                || Reason.HELD.is(problem)
                || context.clock().instant().isBefore(state.creationEnds());
        if (waits) {
            return later(state);
        }
        return switch (context.writer().hooks().find(object, brief())) {
            case Answer.Found(Manifest found) -> created(state, found);
            case Answer.None _ -> refused(state, problem);
            case Answer.Refused _ -> later(state);
        };
    }

    /** What has to be there before; a problem where nothing can be created. */
    private @Nullable Problem prepare(Hooking state, HookObject object) throws InterruptedException {
        if (state.run().phase() == HookPhase.PRE_APPLY && state.run().position() == 0) {
            Instant deadline = state.release().deadline(context.clock().instant());
            Attempt attempt = new Attempt(false, deadline, new WantedByRelease(context.orders()));
            for (PlannedAction.Ensure ensure : state.release().ensured()) {
                ObjectOutcome outcome = context.writer().ensure(ensure, attempt);
                if (outcome.failure() != null) {
                    return outcome.failure();
                }
            }
        }
        if (object.runsToEnd()) {
            context.live().watch(state.hook().apiVersion(), object.reference().groupKind());
        }
        return null;
    }

    /**
     * Whether what is left of earlier runs goes. What other hooks need, and was to go when they are over, does too: a release that
     * ended between two waves has left it.
     */
    private static boolean replaces(HookObject object, Hooking state) {
        List<DeletePolicy> delete = state.hook().rule().delete();
        return delete.contains(DeletePolicy.BEFORE_CREATE)
                || (!object.runsToEnd() && delete.contains(DeletePolicy.SUCCEEDED));
    }

    private Next await(Hooking state, String uid, Instant patience) throws InterruptedException {
        HookObject object = LettingGo.object(state);
        if (!object.runsToEnd()) {
            return new Next.Reached(state.ended(null));
        }
        context.live().watch(state.hook().apiVersion(), object.reference().groupKind());
        while (true) {
            long seen = context.orders().seen();
            Instant now = context.clock().instant();
            boolean late = !now.isBefore(state.run().deadline());
            HookProgress progress = !late && look.runs(object, uid)
                    ? new HookProgress.Running()
                    : look.asked(context.client().until(now.plus(Waits.ANSWER)), object, uid);
            switch (progress) {
                case HookProgress.Succeeded _ -> {
                    return new Next.Reached(state.ended(null));
                }
                case HookProgress.Failed(String why) -> {
                    return new Next.Reached(state.ended(failure(state, why)));
                }
                case HookProgress.Running _ -> {}
                case null -> {}
            }
            Next interruption = interruption(state);
            if (interruption != null) {
                return interruption;
            }
            if (late && progress != null) {
                Duration limit = Duration.ofMillis(state.hook().rule().timeoutMillis());
                return new Next.Reached(state.ended(failure(state, "did not end within " + limit.toSeconds() + " s")));
            }
            if (state.hook().rule().interruptible() && !goOn(state)) {
                return new Next.Reached(state.ended(failure(state, "was ended, because a newer commit took over")));
            }
            if (late) {
                return later(state);
            }
            if (!now.isBefore(patience)) {
                return Waits.recorded(state, now, state.run().deadline());
            }
            context.orders().await(seen, Waits.pause(now, state.run().deadline()));
        }
    }

    private Next letGo(Hooking state, String uid, HookRun.End ended) throws InterruptedException {
        Problem kept = lettingGo.ended(state, uid, ended);
        if (LettingGo.waits(kept)) {
            return later(state);
        }
        boolean last = ended.failure() != null
                || state.run().position()
                        == state.release().hooks(state.run().phase()).size() - 1;
        Problem left = last || !goOn(state) ? lettingGo.swept(state) : null;
        if (LettingGo.waits(left)) {
            return later(state);
        }
        if (ended.failure() == null && state.run().phase() != HookPhase.CANARY) {
            progress.hookDone(state.hook());
        }
        Problem stays = kept == null ? left : kept;
        if (stays != null) {
            journal.happened(state, LettingGo.said(state, stays));
        }
        Instant now = context.clock().instant();
        return verdicts.asking(goOn(state) ? state.over(now) : state.superseded(now), null);
    }

    private Attempt brief() {
        return LettingGo.brief(context);
    }

    /** A newer commit waits for a canary, or does not. */
    private boolean goOn(Hooking state) {
        return state.trial() == null
                ? context.orders().goOn()
                : context.orders().goOn(state, context.clock().instant());
    }

    /** An abort, or harm to the canary that is promoted; null where the hook goes on. */
    private @Nullable Next interruption(Hooking state) {
        StandingDecision made = state.trial() == null
                ? null
                : context.orders().decisions().get().open(Kind.ABORT);
        String target = state.release().target().toString();
        if (made != null
                && Judgement.of(made, target, state, null, context.clock().instant())
                        instanceof Judgement.Honoured honoured) {
            return new Next.Reached(honoured.next(), null, honoured.did(), honoured.answer(made));
        }
        return state.promotes() ? interruptions.harm(state) : null;
    }

    private Next later(Hooking state) {
        return Waits.recorded(state, context.clock().instant(), Instant.MAX);
    }

    /** The object exists. What runs beside a canary is not waited for, and its trial goes on. */
    private Next created(Hooking state, Manifest object) {
        Instant now = context.clock().instant();
        Instant since = HookObject.createdAt(object, now);
        progress.hookBegan(state.hook(), state.release().plan().revision(), now);
        return state.run().phase().besideCanary()
                ? verdicts.asking(state.begun(object.uid(), since, now), null)
                : new Next.Reached(state.created(object.uid(), since));
    }

    /** The object cannot be created. Load for a canary is not missed, but people hear of it. */
    private Next refused(Hooking state, Problem problem) throws InterruptedException {
        if (LettingGo.waits(lettingGo.swept(state))) {
            return later(state);
        }
        String why = state.run().phase() == HookPhase.CANARY_LOAD ? problem.message() : null;
        return verdicts.asking(state.refused(problem, context.clock().instant()), why);
    }

    private static Problem failure(Hooking state, String why) {
        return Reason.HOOK_FAILED.problem(
                "the " + state.release().plan().word(state.run().phase()) + " hook " + why,
                state.hook().reference());
    }
}
