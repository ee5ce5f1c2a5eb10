package io.keelstream.applier.notice;

import io.keelstream.applier.release.Hooking;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Applying;
import io.keelstream.applier.release.ReleaseState.Baking;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.applier.release.ReleaseState.Pruning;
import io.keelstream.applier.release.ReleaseState.Restoring;
import io.keelstream.applier.release.ReleaseState.Settling;
import io.keelstream.applier.release.ReleaseState.Shifting;
import io.keelstream.applier.release.ReleaseState.Waiting;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.contracts.execution.Step.Withdrawing.Ending;
import io.keelstream.contracts.execution.Step.Withdrawing.Stage;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a workload on trial.
 *
 * @param warning whether somebody should look
 * @param reason what happened, for programs: a word in CamelCase
 * @param message what happened, for people, as our own event says it
 */
public record Notice(boolean warning, String reason, String message) {

    /**
     * What a release says of its trial when it enters a state; nothing without a trial.
     *
     * @param why what led to the state: a verdict, a person, or what was found; null where that is plain
     * @param entered the state in a sentence
     */
    public static List<Notice> of(ReleaseState state, @Nullable String why, String entered) {
        if (state.release().plan().trial() == null) {
            return List.of();
        }
        Stream<Notice> led = why == null ? Stream.of() : Stream.of(new Notice(stops(state), "CanaryJudged", why));
        return Stream.concat(led, Stream.ofNullable(entered(state, entered))).toList();
    }

    /** Whether the trial does not go on. */
    private static boolean stops(ReleaseState state) {
        return switch (state) {
            case OnTrial trial -> trial.trial().hold() != null;
            case Restoring _ -> true;
            case Withdrawing back ->
                back.step().ending() == Ending.ROLLED_BACK
                        || (back.step().ending() == Ending.REHEARSED
                                && !back.step().causes().isEmpty());
            case Applying _, Waiting _, Baking _, Pruning _, Hooking _, Settling _, Finished _ -> false;
        };
    }

    /** Null where the state is a detail. */
    private static @Nullable Notice entered(ReleaseState state, String message) {
        return switch (state) {
            case OnTrial trial when trial.trial().hold() != null -> new Notice(true, "CanaryOnHold", message);
            case Shifting _ -> new Notice(false, "CanaryShifting", message);
            case Applying applying when applying.trial() != null -> new Notice(false, "CanaryPromoting", message);
            case Restoring _ -> new Notice(true, "CanaryPromotionTakenBack", message);
            case Withdrawing back when back.step().inSteps() -> new Notice(false, "CanaryShifting", message);
            case Withdrawing back when back.step().stage() == Stage.SHIFT -> ended(back, message);
            case Baking _ -> new Notice(false, "CanaryWatched", message);
            case OnTrial _, Applying _, Waiting _, Withdrawing _, Pruning _, Hooking _, Settling _, Finished _ -> null;
        };
    }

    private static Notice ended(Withdrawing state, String message) {
        return switch (state.step().ending()) {
            case PROMOTED -> new Notice(false, "CanaryPromoted", message);
            case ROLLED_BACK -> new Notice(true, "CanaryRolledBack", message);
            case REHEARSED -> new Notice(!state.step().causes().isEmpty(), "CanaryRehearsed", message);
            case SUPERSEDED, UNKNOWN -> new Notice(false, "CanarySuperseded", message);
        };
    }
}
