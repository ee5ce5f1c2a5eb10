package io.keelstream.applier.phase;

import io.keelstream.applier.journal.ReleaseJournal;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Waiting;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Waits until the objects that a wave applied are healthy. What a newer commit finds on its way is left dirty, so that it applies
 * it again and waits in turn: no commit becomes healthy by the objects of one that never was. No wave fails by a picture of the
 * past: at its deadline the server itself is asked, and a cluster that does not answer is waited for.
 */
final class HealthPhase {

    /** A workload that has not become healthy for so long is looked at more closely. */
    private static final Duration DIAGNOSE_AFTER = Duration.ofSeconds(2);

    private final ReleaseContext context;
    private final Progress progress;
    private final ReleaseJournal journal;
    private final Interruptions interruptions;
    private final Verdicts verdicts;

    HealthPhase(ReleaseContext context, Progress progress, ReleaseJournal journal) {
        this.interruptions = new Interruptions(context);
        this.verdicts = new Verdicts(context);
        this.context = context;
        this.progress = progress;
        this.journal = journal;
    }

    /** @param patience until when a thread waits */
    Next on(Waiting state, Instant patience) throws InterruptedException {
        List<PlannedAction.Write> applied = state.release().wave(Release.Part.of(state.trial()), state.wave()).stream()
                .filter(action -> progress.applied(action.reference()))
                .toList();
        List<String> running = HealthLook.running(applied);
        HealthLook look = new HealthLook(context, state.release().policy(), applied);
        Instant diagnoseAt = state.since().plus(DIAGNOSE_AFTER);
        while (true) {
            long seen = context.orders().seen();
            Next interruption = interruptions.of(state);
            Instant now = context.clock().instant();
            Function<String, Instant> since = reference -> since(reference, state, now);
            List<Pending> pending = look.pending(references(applied), since);
            if (interruption != null) {
                progress.completed(look.completed(running, since));
                progress.unproven(state.trial(), applied, pending);
                return interruption;
            }
            boolean late = !now.isBefore(state.deadline());
            if (late && pending.stream().noneMatch(Pending::hopeless)) {
                if (!look.asked(pending, () -> interruptions.none(state))) {
                    if (!interruptions.none(state)) {
                        continue;
                    }
                    return Waits.recorded(state.delayed(now), now, Instant.MAX);
                }
                pending = look.pending(references(applied), since);
            }
            if (pending.isEmpty()) {
                progress.completed(look.completed(running, since));
                return next(state.healthy(now));
            }
            boolean hopeless = pending.stream().anyMatch(Pending::hopeless);
            if (hopeless || late) {
                progress.completed(look.completed(running, since));
                progress.completed(pending.stream()
                        .filter(Pending::hopeless)
                        .map(each -> each.reference().toString())
                        .filter(running::contains)
                        .toList());
                return new Next.Reached(failed(state, pending, look, hopeless));
            }
            if (!now.isBefore(diagnoseAt)) {
                unstick(state, pending);
                diagnoseAt = now.plus(DIAGNOSE_AFTER);
            }
            if (!now.isBefore(patience)) {
                return Waits.recorded(state, now, state.deadline());
            }
            context.orders().await(seen, Waits.pause(now, state.deadline()));
        }
    }

    /** When the object was applied, as far as it is known: not before its wave, and not in the future of a server's clock. */
    private Instant since(String reference, Waiting state, Instant now) {
        Instant at = progress.appliedAt(reference, state.since());
        return at.isAfter(now) ? now : at.isBefore(state.since()) ? state.since() : at;
    }

    private ReleaseState failed(Waiting state, List<Pending> pending, HealthLook look, boolean hopeless) {
        progress.unhealthy(
                pending.stream().map(each -> each.reference().toString()).toList());
        return state.failed(
                ExecutionStatus.SUCCEEDED,
                look.explain(pending, hopeless ? Reason.FAILED : Reason.NOT_HEALTHY_IN_TIME),
                context.clock().instant());
    }

    private void unstick(Waiting state, List<Pending> pending) {
        if (!state.release().policy().health().statefulSetUnstick()
                || !context.live().writable()) {
            return;
        }
        for (Pending each : pending) {
            if (each.is("StatefulSet.apps") && each.manifest() != null) {
                context.diagnosis()
                        .unstick(each.manifest())
                        .ifPresent(pod ->
                                journal.happened(state, "deleted pod " + pod + ", which an older revision broke"));
            }
        }
    }

    private static List<String> references(List<PlannedAction.Write> actions) {
        return actions.stream().map(PlannedAction::reference).toList();
    }

    /** While the traffic goes back in steps somebody watches the copies. */
    private Next next(ReleaseState next) {
        return next instanceof Withdrawing back && back.step().inSteps()
                ? verdicts.asking(back, null)
                : new Next.Reached(next);
    }
}
