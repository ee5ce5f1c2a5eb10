package io.keelstream.applier.report;

import io.keelstream.applier.canary.Bake;
import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.HoldText;
import io.keelstream.applier.canary.TrialText;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetState.CanaryState;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What events and the read model say of a trial. Pure. */
final class TrialReport {

    private TrialReport() {}

    static String of(ReleaseState.Preparing state) {
        String hold = hold(state);
        if (hold != null) {
            return hold;
        }
        Course course = new Course(state.release().trial(), state.trial());
        return "preparing the canary for " + course.step().weight() + " % of the traffic: "
                + course.step().replicas() + " pods of "
                + ObjectReference.parse(course.trial().canary().deployment().reference())
                        .name();
    }

    static String of(ReleaseState.Shifting state) {
        String hold = hold(state);
        if (hold != null) {
            return hold;
        }
        String lost = state.trial().baselineLost();
        return "shifting traffic: " + TrialText.position(state.release().plan(), state.trial())
                + (lost == null ? "" : ", compared with the running pods: " + lost);
    }

    static String of(ReleaseState.Analysing state) {
        String hold = hold(state);
        return hold == null ? "analysing " + TrialText.position(state.release().plan(), state.trial()) : hold;
    }

    static String of(ReleaseState.Restoring state) {
        return "taking the promotion back" + cause(state.causes());
    }

    static String of(ReleaseState.Baking state) {
        return "watching the promoted version for "
                + Bake.of(state.release().trial())
                        .map(bake -> TrialText.duration(bake.length().toMillis()))
                        .orElse("0 s");
    }

    static String of(Withdrawing state) {
        if (state.step().inSteps()) {
            return "promoted: the traffic goes back to the workload in steps, now "
                    + TrialText.position(state.release().plan(), state.trial());
        }
        return switch (state.step().stage()) {
            case SHIFT ->
                switch (state.step().ending()) {
                    case PROMOTED -> "promoted: the traffic goes back to the workload, which runs the new version";
                    case ROLLED_BACK ->
                        "rolling back: the traffic leaves the canary"
                                + cause(state.step().causes());
                    case REHEARSED ->
                        "the rehearsal is over: the traffic leaves the canary"
                                + cause(state.step().causes());
                    case SUPERSEDED -> "superseded: the traffic leaves the canary";
                    case UNKNOWN -> "";
                };
            case DRAIN -> "the canary has no traffic any more";
            case DELETE ->
                "deleting the copies of the canary" + cause(state.step().causes());
            case LOWER -> "waiting until the autoscaler sees the load that came back";
            case UNKNOWN -> "";
        };
    }

    /** Why the trial does not go on; null where it does. */
    private static @Nullable String hold(OnTrial state) {
        TrialHold hold = state.trial().hold();
        Release release = state.release();
        return hold == null ? null : HoldText.of(release.target(), release.plan(), state.trial(), hold);
    }

    /** Where the canary of a running release stands; null where it has none. */
    static @Nullable CanaryState canary(Step step, @Nullable Plan running) {
        Trial trial = running == null ? null : running.trial();
        if (running == null || trial == null) {
            return null;
        }
        return switch (step) {
            case Step.Preparing(TrialPosition at, Instant _) -> onTrial(at, running, trial);
            case Step.Shifting(TrialPosition at, Instant _) -> onTrial(at, running, trial);
            case Step.Analysing(TrialPosition at, Instant _) -> onTrial(at, running, trial);
            case Step.Hooking hooking when hooking.run().phase() == HookPhase.SYNC -> promoted(hooking.trial(), trial);
            case Step.Hooking hooking -> hooking.trial() == null ? null : onTrial(hooking.trial(), running, trial);
            case Step.Applying(int _, Instant _, @Nullable TrialPosition at) -> promoted(at, trial);
            case Step.Waiting(int _, Instant _, @Nullable TrialPosition at) -> promoted(at, trial);
            case Step.Withdrawing back when back.inSteps() -> promoted(back.trial(), trial);
            case Step.Restoring _,
                    Step.Withdrawing _,
                    Step.Baking _,
                    Step.Pruning _,
                    Step.Settling _,
                    Step.Finished _,
                    Step.Unknown _ -> null;
        };
    }

    private static CanaryState onTrial(TrialPosition at, Plan running, Trial trial) {
        return new CanaryState(
                at.step(), trial.steps().size(), at.weight(), at.hold(), running.rehearses() ? true : null);
    }

    private static @Nullable CanaryState promoted(@Nullable TrialPosition at, Trial trial) {
        return at == null ? null : new CanaryState(null, trial.steps().size(), at.weight(), null);
    }

    private static String cause(List<Problem> causes) {
        return causes.isEmpty() ? "" : ": " + causes.getFirst().message();
    }
}
