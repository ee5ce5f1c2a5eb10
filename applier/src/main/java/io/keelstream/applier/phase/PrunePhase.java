package io.keelstream.applier.phase;

import io.keelstream.applier.live.Answer;
import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.ReleaseState.Pruning;
import io.keelstream.applier.write.Attempt;
import io.keelstream.applier.write.Deletion;
import io.keelstream.applier.write.Obstacles;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what left Git, step by step: the objects of a step have to be gone before the next begins. What is let go is only
 * forgotten.
 */
final class PrunePhase {

    private final ReleaseContext context;
    private final Progress progress;

    /** Deletions that were begun and not yet seen to end, by reference. */
    private final Map<String, Deletion> open = new ConcurrentHashMap<>();

    PrunePhase(ReleaseContext context, Progress progress) {
        this.context = context;
        this.progress = progress;
    }

    /**
     * Goes on with deleting.
     *
     * @param takenOver whether an earlier run of the release may have begun deletions
     * @param patience until when a thread waits
     */
    Next on(Pruning state, boolean takenOver, Instant patience) throws InterruptedException {
        for (List<PlannedAction> step : state.release().deletionSteps()) {
            Next next = delete(step, state, takenOver, patience);
            if (next != null) {
                return next;
            }
        }
        Instant now = context.clock().instant();
        return new Next.Reached(context.orders().goOn() ? state.pruned(now) : state.superseded(now));
    }

    /** Deletes the objects of a step; null when they are gone. */
    private @Nullable Next delete(List<PlannedAction> step, Pruning state, boolean takenOver, Instant patience)
            throws InterruptedException {
        while (true) {
            long seen = context.orders().seen();
            List<PlannedAction> left =
                    step.stream().filter(action -> !done(action, takenOver)).toList();
            if (left.isEmpty()) {
                return null;
            }
            if (!context.orders().goOn()) {
                progress.doubt(takenOver ? left : begun(left));
                return new Next.Reached(state.superseded(context.clock().instant()));
            }
            boolean changed = look(left, state, takenOver);
            List<Problem> failures = progress.failures();
            if (!failures.isEmpty() && (context.orders().goOn() || progress.refused())) {
                progress.doubt(begun(left));
                return new Next.Reached(state.failed(
                        ExecutionStatus.ERRORED, failures, context.clock().instant()));
            }
            Instant now = context.clock().instant();
            if (!changed && !now.isBefore(patience)) {
                return Waits.recorded(state.hindered(obstacle(left)), now, state.deadline());
            }
            if (!changed) {
                context.orders().await(seen, Waits.pause(now, state.deadline()));
            }
        }
    }

    /** Whether the object is gone or let go: by an outcome, or by what an earlier run recorded and the watch confirms. */
    private boolean done(PlannedAction action, boolean takenOver) {
        if (progress.hasOutcome(action.reference())) {
            return true;
        }
        return takenOver
                && !progress.isRecorded(action.reference())
                && (!(action instanceof PlannedAction.Prune prune)
                        || isGone(ObjectReference.parse(prune.reference()), prune.uid()));
    }

    private List<PlannedAction> begun(List<PlannedAction> left) {
        return left.stream()
                .filter(action -> open.containsKey(action.reference()))
                .toList();
    }

    /** Begins what may begin, and looks at what is begun; whether anything came to its end. */
    private boolean look(List<PlannedAction> left, Pruning state, boolean takenOver) throws InterruptedException {
        Set<String> references = left.stream().map(PlannedAction::reference).collect(Collectors.toSet());
        List<PlannedAction> ready = left.stream()
                .filter(action -> action.dependsOn().stream().noneMatch(references::contains))
                .toList();
        new Parallel(context.clock(), progress).run(ready, context.orders()::goOn, action -> switch (action) {
            case PlannedAction.Prune prune -> delete(prune, state, takenOver);
            case PlannedAction.Release _ -> Optional.of(new ObjectOutcome.Released());
            case PlannedAction.Write _, PlannedAction.Ensure _, PlannedAction.RunHook _, PlannedAction.Unknown _ ->
                throw new IllegalArgumentException("not a deletion: " + action);
        });
        return ready.stream().anyMatch(action -> progress.hasOutcome(action.reference()));
    }

    private Optional<ObjectOutcome> delete(PlannedAction.Prune action, Pruning state, boolean takenOver)
            throws InterruptedException {
        String reference = action.reference();
        if (progress.appliedUid(action.uid())) {
            return Optional.of(new ObjectOutcome.Released());
        }
        Deletion deletion = deletion(action, state, takenOver);
        open.put(reference, deletion);
        boolean late = !context.clock().instant().isBefore(state.deadline());
        return switch (deletion) {
            case Deletion.Done(ObjectOutcome.Failed failed)
            when failed.uncertain() && !context.orders().goOn() -> Optional.empty();
            case Deletion.Done(ObjectOutcome outcome) -> Optional.of(outcome);
            case Deletion.Begun(String uid)
            when isGone(ObjectReference.parse(reference), uid) -> Optional.of(new ObjectOutcome.Gone());
            case Deletion.Begun(String uid) -> late ? asked(reference, uid) : Optional.empty();
            case Deletion.Unanswered(Problem problem) ->
                late ? Optional.of(new ObjectOutcome.Failed(problem, false)) : Optional.empty();
        };
    }

    /** Before its time is over the server is asked whether the object is gone: the watch may show the past. Empty while it does not answer. */
    private Optional<ObjectOutcome> asked(String reference, String uid) {
        ClusterClient timed = context.client().until(context.clock().instant().plus(Waits.ANSWER));
        return switch (timed.getMetadata(ObjectReference.parse(reference))) {
            case ApiResult.Ok<Manifest>(Manifest present)
            when present.uid().equals(uid) -> Optional.of(new ObjectOutcome.Failed(terminating(reference), true));
            case ApiResult.Ok<Manifest> _ -> Optional.of(new ObjectOutcome.Gone());
            case ApiResult.Failed<Manifest>(ApiError error)
            when error.kind() == ApiError.Kind.NOT_FOUND -> Optional.of(new ObjectOutcome.Gone());
            case ApiResult.Failed<Manifest> failed ->
                Answer.of(failed) instanceof Answer.Silent
                        ? Optional.empty()
                        : Optional.of(new ObjectOutcome.Failed(terminating(reference), true));
        };
    }

    /** A deletion that was begun, by this run or by one before, is only looked at. */
    private Deletion deletion(PlannedAction.Prune action, Pruning state, boolean takenOver)
            throws InterruptedException {
        Deletion known = open.get(action.reference());
        if (known instanceof Deletion.Begun) {
            return known;
        }
        Manifest live = context.live().unhealthy(ObjectReference.parse(action.reference()));
        if (takenOver
                && live != null
                && live.uid().equals(action.uid())
                && live.metadata().get("deletionTimestamp") != null) {
            return new Deletion.Begun(action.uid());
        }
        return context.writer()
                .delete(
                        action,
                        Objects.requireNonNullElse(state.release().plan().clusterUid(), ""),
                        Attempt.brief(false, context.clock().instant(), new WantedByRelease(context.orders())));
    }

    /** What is in the way of the first of these that was begun; null where nothing is known. */
    private @Nullable Problem obstacle(List<PlannedAction> left) {
        for (PlannedAction action : left) {
            switch (open.get(action.reference())) {
                case Deletion.Begun _ -> {
                    return terminating(action.reference());
                }
                case Deletion.Unanswered(Problem problem) -> {
                    return problem;
                }
                case Deletion.Done _ -> {}
                case null -> {}
            }
        }
        return null;
    }

    private Problem terminating(String reference) {
        return Obstacles.terminating(reference, context.live().unhealthy(ObjectReference.parse(reference)));
    }

    private boolean isGone(ObjectReference reference, String uid) {
        return context.live().complete(reference.groupKind())
                && !uid.equals(context.live().uid(reference));
    }
}
