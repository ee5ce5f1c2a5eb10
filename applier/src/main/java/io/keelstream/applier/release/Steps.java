package io.keelstream.applier.release;

import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.execution.Step.Withdrawing.Ending;
import io.keelstream.contracts.execution.Step.Withdrawing.Stage;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.problem.Problems;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A state as the step that is recorded, and back. Pure: what is rebuilt is equal to what was recorded. */
public final class Steps {

    private Steps() {}

    /** The step that says where the release is. */
    public static Step of(ReleaseState state) {
        return switch (state) {
            case ReleaseState.Applying(Release _, int wave, Instant deadline, @Nullable TrialPosition trial) ->
                new Step.Applying(wave, deadline, trial);
            case ReleaseState.Waiting(Release _, int wave, Instant deadline, @Nullable TrialPosition trial) ->
                new Step.Waiting(wave, deadline, trial);
            case ReleaseState.Preparing(Release _, TrialPosition trial, Instant deadline) ->
                new Step.Preparing(trial, deadline);
            case ReleaseState.Shifting(Release _, TrialPosition trial, Instant since) ->
                new Step.Shifting(trial, since);
            case ReleaseState.Analysing(Release _, TrialPosition trial, Instant since) ->
                new Step.Analysing(trial, since);
            case ReleaseState.Restoring(Release _, TrialPosition trial, Instant deadline, List<Problem> causes) ->
                new Step.Restoring(trial, deadline, causes);
            case Withdrawing withdrawing -> withdrawing.step();
            case ReleaseState.Baking(Release _, TrialPosition trial, Instant since) -> new Step.Baking(trial, since);
            case ReleaseState.Pruning(Release _, Instant deadline, @Nullable Problem obstacle) ->
                new Step.Pruning(deadline, obstacle);
            case Hooking hooking -> new Step.Hooking(hooking.run(), hooking.trial(), hooking.failed());
            case ReleaseState.Settling _ -> new Step.Settling();
            case ReleaseState.Finished finished ->
                new Step.Finished(finished.outcome(), Problems.first(finished.problems(), Step.Finished.REMEMBERED));
        };
    }

    /** Where the release continues; empty after its end, and where only a newer version knows. */
    public static Optional<ReleaseState> resume(Release release, Step step) {
        return switch (step) {
            case Step.Applying(int wave, Instant deadline, @Nullable TrialPosition trial) ->
                Optional.of(new ReleaseState.Applying(release, wave, deadline, trial));
            case Step.Waiting(int wave, Instant deadline, @Nullable TrialPosition trial) ->
                Optional.of(new ReleaseState.Waiting(release, wave, deadline, trial));
            case Step.Preparing(TrialPosition trial, Instant deadline) ->
                Optional.of(new ReleaseState.Preparing(release, trial, deadline));
            case Step.Shifting(TrialPosition trial, Instant since) ->
                Optional.of(new ReleaseState.Shifting(release, trial, since));
            case Step.Analysing(TrialPosition trial, Instant since) ->
                Optional.of(new ReleaseState.Analysing(release, trial, since));
            case Step.Restoring(TrialPosition trial, Instant deadline, List<Problem> causes) ->
                Optional.of(new ReleaseState.Restoring(release, trial, deadline, causes));
            case Step.Withdrawing withdrawing -> Optional.of(new Withdrawing(release, withdrawing));
            case Step.Baking(TrialPosition trial, Instant since) ->
                Optional.of(new ReleaseState.Baking(release, trial, since));
            case Step.Pruning(Instant deadline, @Nullable Problem obstacle) ->
                Optional.of(new ReleaseState.Pruning(release, deadline, obstacle));
            case Step.Hooking(HookRun run, @Nullable TrialPosition trial, Step.Hooking.@Nullable Failed failed) ->
                Optional.<ReleaseState>of(new Hooking(release, run, trial, failed))
                        .filter(_ -> run.position() < release.hooks(run.phase()).size());
            case Step.Settling _ -> Optional.of(new ReleaseState.Settling(release));
            case Step.Finished _ -> Optional.empty();
            case Step.Unknown _ -> Optional.empty();
        };
    }

    /** Whether only a newer version knows how to go on from the step. */
    public static boolean unknown(Step step) {
        return step instanceof Step.Unknown
                || (step instanceof Step.Withdrawing withdrawing
                        && (withdrawing.stage() == Stage.UNKNOWN || withdrawing.ending() == Ending.UNKNOWN));
    }
}
