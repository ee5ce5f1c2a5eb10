package io.keelstream.applier.phase;

import io.keelstream.applier.gate.Grounds;
import io.keelstream.applier.journal.ReleaseJournal;
import io.keelstream.applier.release.Hooking;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Analysing;
import io.keelstream.applier.release.ReleaseState.Applying;
import io.keelstream.applier.release.ReleaseState.Baking;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.applier.release.ReleaseState.Preparing;
import io.keelstream.applier.release.ReleaseState.Pruning;
import io.keelstream.applier.release.ReleaseState.Restoring;
import io.keelstream.applier.release.ReleaseState.Settling;
import io.keelstream.applier.release.ReleaseState.Shifting;
import io.keelstream.applier.release.ReleaseState.Waiting;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drives one release from state to state until it has ended or waits for something that takes long. Every wait ends at once
 * when a newer revision takes over. Used by one thread, once.
 */
public final class ReleaseLoop {

    private final ReleaseContext context;
    private final ReleaseJournal journal;
    private final Progress progress;
    private final ApplyPhase applying;
    private final HealthPhase health;
    private final PrunePhase pruning;
    private final SettlePhase settling;
    private final PreparePhase preparing;
    private final ShiftPhase shifting;
    private final AnalysePhase analysing;
    private final RestorePhase restoring;
    private final WithdrawPhase withdrawing;
    private final BakePhase baking;
    private final HookingPhase hooking;

    /**
     * @param retreat the same context for the way back of a trial, whose calls wait for nobody
     * @param untouched what of the inventory the plan does not change
     */
    public ReleaseLoop(
            ReleaseContext context,
            ReleaseContext retreat,
            ReleaseJournal journal,
            Release release,
            Untouched untouched) {
        this.context = context;
        this.journal = journal;
        this.progress = new Progress(release, journal.inventory());
        this.applying = new ApplyPhase(context, progress);
        this.health = new HealthPhase(context, progress, journal);
        this.pruning = new PrunePhase(context, progress);
        this.settling = new SettlePhase(context, untouched, progress);
        this.preparing = new PreparePhase(context);
        this.shifting = new ShiftPhase(context);
        this.analysing = new AnalysePhase(context);
        this.restoring = new RestorePhase(retreat, progress);
        this.withdrawing = new WithdrawPhase(retreat, progress);
        this.baking = new BakePhase(context);
        this.hooking = new HookingPhase(context, progress, journal);
    }

    /**
     * Runs as far as it goes now.
     *
     * @param first where the release begins or continues
     * @param resumed whether the state was recorded by an earlier run, perhaps of another process
     */
    public Pass run(ReleaseState first, boolean resumed) throws InterruptedException {
        ReleaseState state = first;
        boolean takenOver = resumed;
        Instant patience = context.clock().instant().plus(resumed ? Duration.ZERO : Waits.LONG);
        Next.@Nullable Reached refusal = resumed ? null : unopenable(first);
        while (true) {
            Next next = refusal != null
                    ? refusal
                    : switch (state) {
                        case Applying apply -> applying.on(apply, takenOver);
                        case Waiting wait -> health.on(wait, patience);
                        case Baking bake -> baking.on(bake, patience);
                        case Pruning prune -> pruning.on(prune, takenOver, patience);
                        case Hooking hook -> hooking.on(hook, takenOver, patience);
                        case Settling settle -> settling.on(settle, patience);
                        case Preparing prepare -> preparing.on(prepare, patience);
                        case Shifting shift -> shifting.on(shift, patience);
                        case Analysing analyse -> analysing.on(analyse, patience);
                        case Restoring restore -> restoring.on(restore, patience);
                        case Withdrawing withdraw -> withdrawing.on(withdraw, patience);
                        case Finished finished -> new Next.Reached(finished);
                    };
            switch (next) {
                case Next.Waits(ReleaseState waiting, Instant lookAgain) -> {
                    journal.waits(waiting, progress.results());
                    return new Pass.Waiting(lookAgain);
                }
                case Next.Reached(Finished finished, var _, var _, var answer) -> {
                    journal.found(Grounds.of(state, context.orders().analysis().get(), answer));
                    journal.span().reached(finished);
                    return new Pass.Ended(finished, progress.results(), progress.lastApplied());
                }
                case Next.Reached reached -> {
                    journal.found(Grounds.of(state, context.orders().analysis().get(), reached.answer()));
                    enter(reached);
                    state = reached.state();
                }
            }
            refusal = null;
            takenOver = false;
            patience = context.clock().instant().plus(Waits.LONG);
        }
    }

    /**
     * The failure of a release that has something which cannot be opened: found before its first write, it changes nothing. Null where it
     * can begin; a trial that it takes over goes on until there is something to write.
     */
    private Next.@Nullable Reached unopenable(ReleaseState first) {
        if (first instanceof Finished || first.trial() != null) {
            return null;
        }
        List<Problem> problems =
                context.writer().unopenable(first.release().plan().actions());
        return problems.isEmpty()
                ? null
                : new Next.Reached(first.failed(
                        ExecutionStatus.ERRORED, problems, context.clock().instant()));
    }

    /**
     * Waiting and settling follow from what was recorded before, as long as they are short. What has run and deleted itself by the
     * time another process goes on does not follow: that it was applied is recorded at once.
     */
    private void enter(Next.Reached reached) {
        ReleaseState state = reached.state();
        journal.span().reached(state);
        if (state instanceof Waiting waiting && expires(waiting)) {
            journal.waits(waiting, progress.results());
            progress.recorded();
        } else if (!(state instanceof Waiting || state instanceof Settling)) {
            journal.entered(state, progress.results(), reached.gate(), reached.why(), reached.answer());
            progress.recorded();
        }
    }

    private static boolean expires(Waiting state) {
        return state.release().wave(Release.Part.of(state.trial()), state.wave()).stream()
                .anyMatch(action -> new Manifest(action.content().body()).expires());
    }
}
