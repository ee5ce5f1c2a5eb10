package io.keelstream.applier.report;

import io.keelstream.applier.inventory.Done;
import io.keelstream.applier.release.Hooking;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.applier.release.Steps;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.contracts.audit.DeploymentRecorded;
import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentFinished.Durations;
import io.keelstream.contracts.deployment.DeploymentProgressed;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.DeploymentSubject;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Problems;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.kubernetes.annotation.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the deployment events of a release. Pure. */
public final class DeploymentReport {

    private DeploymentReport() {}

    /** The plan was accepted. */
    public static DeploymentStarted started(Release release) {
        return new DeploymentStarted(subject(release), Changes.of(release.plan()));
    }

    /** A state began. */
    public static DeploymentProgressed entered(ReleaseState state) {
        return progressed(state, describe(state));
    }

    /** Something happened in a state. */
    public static DeploymentProgressed progressed(ReleaseState state, String message) {
        return new DeploymentProgressed(
                subject(state.release()), Steps.of(state).label(), wave(state), message);
    }

    private static String describe(ReleaseState state) {
        return switch (state) {
            case ReleaseState.Applying applying ->
                (applying.trial() == null ? "applying wave " : "promoting the canary: applying wave ")
                        + applying.wave();
            case ReleaseState.Pruning pruning ->
                "deleting " + pruning.release().deletions().size() + " objects that left Git";
            case ReleaseState.Waiting waiting -> "waiting for wave " + waiting.wave();
            case Hooking hooking -> describe(hooking);
            case ReleaseState.Settling _ -> "checking the health of the whole target";
            case ReleaseState.Preparing preparing -> TrialReport.of(preparing);
            case ReleaseState.Shifting shifting -> TrialReport.of(shifting);
            case ReleaseState.Analysing analysing -> TrialReport.of(analysing);
            case ReleaseState.Restoring restoring -> TrialReport.of(restoring);
            case ReleaseState.Baking baking -> TrialReport.of(baking);
            case Withdrawing withdrawing -> TrialReport.of(withdrawing);
            case Finished finished -> finished.outcome().name();
        };
    }

    private static String describe(Hooking state) {
        String hook = state.release().plan().word(state.run().phase()) + " hook "
                + state.hook().reference();
        HookRun.End end = state.run().end();
        if (end == null) {
            return state.run().uid() == null ? "running the " + hook : "waiting for the " + hook;
        }
        return end.failure() == null
                ? "the " + hook + " succeeded"
                : end.failure().message();
    }

    private static int wave(ReleaseState state) {
        return switch (state) {
            case ReleaseState.Applying applying -> applying.wave();
            case ReleaseState.Waiting waiting -> waiting.wave();
            case Hooking hooking -> hooking.wave();
            case ReleaseState.Pruning pruning -> pruning.release().lastWave();
            case ReleaseState.Preparing _,
                    ReleaseState.Shifting _,
                    ReleaseState.Analysing _,
                    ReleaseState.Restoring _,
                    Withdrawing _,
                    ReleaseState.Baking _,
                    ReleaseState.Settling _,
                    Finished _ -> 0;
        };
    }

    /**
     * The release ended.
     *
     * @param done what became of an action of the plan
     * @param appliedAt when the last object was applied; null when that was not reached
     * @param now the end
     */
    public static DeploymentFinished finished(
            Finished finished, Function<PlannedAction, Done> done, @Nullable Instant appliedAt, Instant now) {
        Release release = finished.release();
        Plan plan = release.plan();
        return new DeploymentFinished(
                subject(release),
                finished.status(),
                finished.outcome(),
                Changes.done(plan, done),
                plan.trigger() == Plan.Trigger.DRIFT,
                Problems.cut(finished.problems()),
                new Durations(
                        plan.timing().planMillis(),
                        millis(release.startedAt(), appliedAt == null ? now : appliedAt),
                        millis(release.startedAt(), now)));
    }

    /**
     * The same for auditors.
     *
     * @param since what let it through since it began
     */
    public static DeploymentRecorded recorded(Finished finished, Evidence since) {
        Release release = finished.release();
        Plan plan = release.plan();
        return new DeploymentRecorded(
                subject(release),
                finished.status(),
                finished.outcome(),
                new DeploymentRecorded.Basis(
                        plan.id(),
                        plan.bundleDigest(),
                        plan.changeDigest(),
                        plan.origin().authors(),
                        release.startedAt()),
                plan.evidence().and(since));
    }

    private static DeploymentSubject subject(Release release) {
        Plan plan = release.plan();
        return new DeploymentSubject(
                release.deploymentId(),
                TargetIdentity.of(release.target(), plan.cluster(), plan.namespace()),
                plan.trigger(),
                plan.revision(),
                release.previous(),
                plan.attempt(),
                eventLabels(plan.bundle().labels()));
    }

    private static Map<String, String> eventLabels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .filter(label -> label.getKey().startsWith(Labels.EVENT_PREFIX))
                .collect(Collectors.toMap(
                        label -> label.getKey().substring(Labels.EVENT_PREFIX.length()), Map.Entry::getValue));
    }

    private static long millis(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }
}
