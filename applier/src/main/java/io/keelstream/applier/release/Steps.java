package io.keelstream.applier.release;

import io.keelstream.contracts.execution.Step;
import java.time.Instant;
import java.util.Optional;

/** A state as the step that is recorded, and back. Pure: what is rebuilt is equal to what was recorded. */
public final class Steps {

    private Steps() {}

    /** The step that says where the release is. */
    public static Step of(ReleaseState state) {
        return switch (state) {
            case ReleaseState.Applying(Release _, int wave, Instant deadline) -> new Step.Applying(wave, deadline);
            case ReleaseState.Waiting(Release _, int wave, Instant deadline) -> new Step.Waiting(wave, deadline);
            case ReleaseState.Pruning(Release _, Instant deadline) -> new Step.Pruning(deadline);
            case ReleaseState.Settling _ -> new Step.Settling();
            case ReleaseState.Finished finished -> new Step.Finished(finished.outcome());
        };
    }

    /** Where the release continues; empty after its end, and where only a newer version knows. */
    public static Optional<ReleaseState> resume(Release release, Step step) {
        return switch (step) {
            case Step.Applying(int wave, Instant deadline) ->
                Optional.of(new ReleaseState.Applying(release, wave, deadline));
            case Step.Waiting(int wave, Instant deadline) ->
                Optional.of(new ReleaseState.Waiting(release, wave, deadline));
            case Step.Pruning(Instant deadline) -> Optional.of(new ReleaseState.Pruning(release, deadline));
            case Step.Settling _ -> Optional.of(new ReleaseState.Settling(release));
            case Step.Finished _, Step.Unknown _ -> Optional.empty();
        };
    }
}
