package io.keelstream.applier.phase;

import io.keelstream.applier.live.Expectation;
import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Applying;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.applier.release.ReleaseState.Pruning;
import io.keelstream.applier.release.ReleaseState.Settling;
import io.keelstream.applier.release.ReleaseState.Waiting;
import io.keelstream.applier.write.Attempt;
import io.keelstream.applier.write.ObjectRemover.Begun;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy.Conflicts;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.health.RunToEnd;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Drives one release from state to state until it is finished. Every wait ends at once when a newer revision takes over.
 * Used by one thread.
 */
public final class ReleaseRunner {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    /** A workload that has not become healthy for so long is looked at more closely. */
    private static final Duration DIAGNOSE_AFTER = Duration.ofSeconds(2);

    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(3);

    private final ReleaseContext context;
    private final Progress progress = new Progress();
    private final Collection<String> untouched;
    private final boolean takenOver;
    private boolean resumed;

    /** Hears of a release while it runs. */
    public interface Listener {

        /** The release is in this state now; told of every state, the last one included. */
        void reached(ReleaseState state);

        /** A state begins whose entering must be recorded before it is acted on. */
        void entered(ReleaseState state);

        /** Something happened in a state that people want to know. */
        void did(ReleaseState state, String what);
    }

    /**
     * @param untouched references of the inventory that the plan does not change: they decide whether the end is healthy
     * @param resumed whether another process began this release: what it may have applied is applied again
     */
    public ReleaseRunner(ReleaseContext context, Collection<String> untouched, boolean resumed) {
        this.context = context;
        this.untouched = List.copyOf(untouched);
        this.takenOver = resumed;
        this.resumed = resumed;
    }

    /** What the release did. */
    public Progress progress() {
        return progress;
    }

    /**
     * Runs to the end.
     *
     * @param listener is told before and while it happens
     */
    public Finished run(ReleaseState first, Listener listener) throws InterruptedException {
        ReleaseState state = first;
        listener.reached(first);
        while (true) {
            ReleaseState next = switch (state) {
                case Applying applying -> apply(applying);
                case Waiting waiting -> await(waiting, listener);
                case Pruning pruning -> prune(pruning);
                case Settling settling -> settle(settling);
                case Finished finished -> finished;
            };
            listener.reached(next);
            if (next instanceof Finished finished) {
                if (takenOver) {
                    progress.doubt(finished.release().plan().actions());
                }
                return finished;
            }
            if (next instanceof Applying || next instanceof Pruning) {
                listener.entered(next);
            }
            state = next;
        }
    }

    private ReleaseState apply(Applying state) throws InterruptedException {
        Release release = state.release();
        if (state.wave() == release.waves().first() || resumed) {
            write(state, release.ensured());
        }
        if (resumed) {
            resumed = false;
            for (int earlier : release.waves().headSet(state.wave(), false)) {
                write(state, release.wave(earlier));
            }
        }
        write(state, release.wave(state.wave()));
        List<Problem> failures = progress.failures();
        if (!failures.isEmpty()) {
            return state.failed(ExecutionStatus.ERRORED, failures);
        }
        return context.superseded().getAsBoolean() ? state.superseded() : state.applied();
    }

    private void write(Applying state, List<PlannedAction> actions) throws InterruptedException {
        boolean force = state.release().policy().conflicts() == Conflicts.FORCE;
        Attempt attempt = new Attempt(force, state.deadline(), new WantedUntilSuperseded());
        new Parallel(context, progress).run(actions, this::wanted, action -> {
            ObjectOutcome outcome = context.writer().write(action, attempt);
            if (outcome instanceof ObjectOutcome.Applied && defines(action)) {
                return awaitEstablished(action, outcome, state.deadline());
            }
            return Optional.of(outcome);
        });
    }

    private static boolean defines(PlannedAction action) {
        return action.reference().startsWith("CustomResourceDefinition.apiextensions.k8s.io/");
    }

    /** What depends on a definition can only be applied once the server serves it. */
    private Optional<ObjectOutcome> awaitEstablished(PlannedAction action, ObjectOutcome applied, Instant deadline)
            throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        Expectation expectation = new Expectation(context.clock().instant(), false);
        while (wanted() && context.clock().instant().isBefore(deadline)) {
            long seen = context.signal().count();
            HealthStatus status = context.live().health(reference, expectation);
            if (status != null && status.health() == Health.HEALTHY) {
                return Optional.of(applied);
            }
            context.signal().await(seen, LOOK_AGAIN);
        }
        return wanted()
                ? Optional.of(new ObjectOutcome.Failed(
                        Reason.NOT_ESTABLISHED.problem("was not established in time", action.reference()), true))
                : Optional.of(applied);
    }

    private ReleaseState await(Waiting state, Listener listener) throws InterruptedException {
        List<String> references = state.release().wave(state.wave()).stream()
                .map(PlannedAction::reference)
                .filter(progress::applied)
                .toList();
        HealthWait wait = new HealthWait(context, progress, state.release().policy());
        Instant diagnoseAt = context.clock().instant().plus(DIAGNOSE_AFTER);
        while (true) {
            long seen = context.signal().count();
            if (!wanted()) {
                return state.superseded();
            }
            Instant now = context.clock().instant();
            List<HealthWait.Pending> pending = wait.pending(references, now);
            if (pending.isEmpty()) {
                state.release().wave(state.wave()).stream()
                        .filter(action -> progress.applied(action.reference()) && runsToItsEnd(action))
                        .forEach(action -> progress.completed(action.reference()));
                return state.healthy(now);
            }
            boolean hopeless = pending.stream().anyMatch(HealthWait.Pending::hopeless);
            if (hopeless || !now.isBefore(state.deadline())) {
                Set<String> unhealthy = new HashSet<>();
                pending.forEach(each -> unhealthy.add(each.reference().toString()));
                progress.unhealthy(unhealthy);
                return state.failed(
                        ExecutionStatus.SUCCEEDED,
                        wait.explain(pending, hopeless ? Reason.FAILED : Reason.NOT_HEALTHY_IN_TIME));
            }
            if (state.release().policy().statefulSetUnstick() && !now.isBefore(diagnoseAt)) {
                unstick(pending)
                        .forEach(pod -> listener.did(state, "deleted pod " + pod + ", which an older revision broke"));
                diagnoseAt = now.plus(DIAGNOSE_AFTER);
            }
            Duration left = Duration.between(now, state.deadline());
            context.signal().await(seen, left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
        }
    }

    private List<String> unstick(List<HealthWait.Pending> pending) {
        if (context.live().stopped()) {
            return List.of();
        }
        return pending.stream()
                .filter(each -> each.reference().groupKind().toString().equals("StatefulSet.apps"))
                .map(each -> context.live().unhealthy(each.reference()))
                .filter(Objects::nonNull)
                .flatMap(statefulSet -> context.unsticking().unstick(statefulSet).stream())
                .toList();
    }

    /** What runs to an end is healthy only then: it has completed. */
    private static boolean runsToItsEnd(PlannedAction action) {
        return action instanceof PlannedAction.Write write
                && RunToEnd.is(new Manifest(write.content().body()));
    }

    private ReleaseState prune(Pruning state) throws InterruptedException {
        Release release = state.release();
        String clusterUid =
                release.plan().clusterUid() == null ? "" : release.plan().clusterUid();
        Set<String> applied = progress.uids();
        for (List<PlannedAction> step : release.deletionSteps()) {
            if (wanted() && progress.failures().isEmpty()) {
                new Parallel(context, progress).run(step, this::wanted, action -> {
                    return action instanceof PlannedAction.Prune prune
                            ? delete(prune, clusterUid, applied, state.deadline())
                            : Optional.of(new ObjectOutcome.Released());
                });
            }
        }
        if (context.superseded().getAsBoolean()) {
            return state.superseded();
        }
        List<Problem> failures = progress.failures();
        return failures.isEmpty() ? state.pruned() : state.failed(ExecutionStatus.ERRORED, failures);
    }

    private Optional<ObjectOutcome> delete(
            PlannedAction.Prune action, String clusterUid, Set<String> applied, Instant deadline)
            throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        context.live().watch(action.apiVersion(), reference.groupKind());
        while (true) {
            switch (context.remover().begin(action, clusterUid, applied)) {
                case Begun.Done(ObjectOutcome outcome) -> {
                    return Optional.of(outcome);
                }
                case Begun.Deleting(String uid) -> {
                    return awaitGone(action, uid, deadline);
                }
                case Begun.Unreachable unreachable -> {
                    if (!wanted()) {
                        return Optional.empty();
                    }
                    if (context.clock().instant().isAfter(deadline)) {
                        return Optional.of(new ObjectOutcome.Failed(
                                Reason.CLUSTER_UNREACHABLE.problem(
                                        unreachable.error().message(), action.reference()),
                                false));
                    }
                    context.signal().await(context.signal().count(), LOOK_AGAIN);
                }
            }
        }
    }

    private Optional<ObjectOutcome> awaitGone(PlannedAction action, String uid, Instant deadline)
            throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        while (true) {
            long seen = context.signal().count();
            boolean known = context.live().complete(reference.groupKind());
            if (known && !uid.equals(context.live().uid(reference))) {
                return Optional.of(new ObjectOutcome.Gone());
            }
            if (!wanted()) {
                return Optional.of(new ObjectOutcome.Doubtful());
            }
            if (!context.clock().instant().isBefore(deadline)) {
                return Optional.of(new ObjectOutcome.Failed(
                        Reason.OBJECT_TERMINATING.problem(
                                "is still being deleted; look at its finalizers", action.reference()),
                        true));
            }
            context.signal().await(seen, LOOK_AGAIN);
        }
    }

    private ReleaseState settle(Settling state) throws InterruptedException {
        HealthWait wait = new HealthWait(context, progress, state.release().policy());
        Instant limit = context.clock().instant().plus(SETTLE_LIMIT);
        while (true) {
            long seen = context.signal().count();
            Instant now = context.clock().instant();
            List<HealthWait.Pending> pending = wait.pending(untouched, now);
            boolean certain = pending.stream()
                    .allMatch(each -> context.live().complete(each.reference().groupKind()));
            if (pending.isEmpty() || certain || now.isAfter(limit) || !wanted()) {
                return state.settled(pending.isEmpty(), wait.explain(pending, Reason.NOT_HEALTHY));
            }
            context.signal().await(seen, LOOK_AGAIN);
        }
    }

    private boolean wanted() {
        return !context.superseded().getAsBoolean();
    }

    private final class WantedUntilSuperseded implements Attempt.Wanted {

        @Override
        public boolean still() {
            return wanted();
        }

        @Override
        public void pause(long millis) throws InterruptedException {
            context.signal().await(context.signal().count(), Duration.ofMillis(millis));
        }
    }
}
