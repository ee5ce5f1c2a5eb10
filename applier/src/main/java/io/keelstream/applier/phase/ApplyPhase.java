package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.live.Expectation;
import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState.Applying;
import io.keelstream.applier.traffic.Routers;
import io.keelstream.applier.write.Attempt;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.inventory.InventoryObject.FailedRun;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy.Conflicts;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Applies the objects of a wave. What ends the release, or harm that is proven while it promotes a canary, is acted on between
 * two writes. Whoever takes a release over applies all of the wave again: a call of its former owner may
 * have landed late. A wave that is not applied completely is not waited for: what of it is not healthy is left dirty.
 */
final class ApplyPhase {

    private final ReleaseContext context;
    private final Progress progress;
    private final Interruptions interruptions;

    ApplyPhase(ReleaseContext context, Progress progress) {
        this.context = context;
        this.progress = progress;
        this.interruptions = new Interruptions(context);
    }

    /** @param takenOver whether an earlier life of the release may have begun the wave */
    Next on(Applying begun, boolean takenOver) throws InterruptedException {
        Applying state = takenOver ? begun.again(context.clock().instant()) : begun;
        Release release = state.release();
        boolean force = release.policy().conflicts() == Conflicts.FORCE;
        Attempt attempt = new Attempt(force, state.deadline(), new WantedByState(context, interruptions, state))
                .plannedAt(release.plan().timing().plannedAt());
        BooleanSupplier wanted = () -> interruptions.none(state);
        Parallel parallel = new Parallel(context.clock(), progress);
        if (state.wave() == release.waves(Release.Part.of(state.trial())).first() || takenOver) {
            parallel.run(
                    release.ensured(),
                    wanted,
                    action -> Optional.of(context.writer().ensure(action, attempt)));
        }
        List<PlannedAction.Write> wave = release.wave(Release.Part.of(state.trial()), state.wave());
        if (progress.failures().isEmpty()) {
            parallel.run(wave, wanted, action -> write(release, shared(state, action, attempt), attempt));
        }
        List<Problem> failures = progress.failures();
        Next.Reached interruption = interruptions.of(state);
        if (failures.isEmpty() && interruption == null) {
            return new Next.Reached(state.applied(context.clock().instant()));
        }
        HealthLook.leave(context, progress, release, state.trial(), wave);
        if (takenOver) {
            progress.doubt(wave);
        }
        boolean ends = interruption != null && (!progress.refused() || state.trial() != null);
        return ends && interruption != null
                ? interruption
                : new Next.Reached(state.failed(
                        ExecutionStatus.ERRORED, failures, context.clock().instant()));
    }

    /** A route of a trial keeps the shares of the copies while it is promoted, and an autoscaler its floor. */
    private PlannedAction.Write shared(Applying state, PlannedAction.Write action, Attempt attempt) {
        TrialPosition trial = state.trial();
        Release release = state.release();
        return trial == null
                ? action
                : Routers.shared(
                        release, new Course(release.trial(), trial), action, new RouteWriter(context, attempt));
    }

    private Optional<ObjectOutcome> write(Release release, PlannedAction.Write action, Attempt attempt)
            throws InterruptedException {
        FailedRun run = progress.failedRun(action);
        if (run != null && !runsAgain(release, action)) {
            return Optional.of(new ObjectOutcome.Failed(
                    Reason.FAILED.problem(
                            run.when() + " and failed; it runs again when it changes in Git"
                                    + (expires(action) ? "" : ", or when it is deleted"),
                            action.reference()),
                    false));
        }
        ObjectOutcome outcome = context.writer().write(action, attempt.keeping(progress.notReplaceable(action)));
        boolean defines = action.reference().startsWith("CustomResourceDefinition.apiextensions.k8s.io/");
        return Optional.of(
                outcome instanceof ObjectOutcome.Applied && defines ? established(action, outcome, attempt) : outcome);
    }

    /** Whoever deletes what does not delete itself wants it to run. Putting back drift makes nothing run. */
    private static boolean runsAgain(Release release, PlannedAction.Write action) {
        return action instanceof PlannedAction.Create
                ? !expires(action)
                : release.plan().trigger() == Plan.Trigger.DRIFT;
    }

    private static boolean expires(PlannedAction.Write action) {
        return new Manifest(action.content().body()).expires();
    }

    /** What depends on a definition can only be applied once the server serves it. */
    private ObjectOutcome established(PlannedAction action, ObjectOutcome applied, Attempt attempt)
            throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        Expectation expectation = new Expectation(context.clock().instant(), false);
        boolean asked = false;
        while (attempt.wanted().still()) {
            long seen = context.orders().seen();
            HealthStatus status = context.live().health(reference, expectation);
            if (status != null && status.health() == Health.HEALTHY) {
                return applied;
            }
            if (asked) {
                return new ObjectOutcome.Failed(
                        Reason.NOT_ESTABLISHED.problem("was not established in time", action.reference()), true);
            }
            Instant now = context.clock().instant();
            asked = !now.isBefore(attempt.deadline());
            if (asked) {
                context.live().ask(reference, now.plus(Waits.ANSWER));
            } else {
                context.orders().await(seen, Waits.LOOK_AGAIN);
            }
        }
        return applied;
    }
}
