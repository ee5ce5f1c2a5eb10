package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.gate.Gates;
import io.keelstream.applier.gate.Reading;
import io.keelstream.applier.gate.Ruling;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a release with a trial asks of the canary-analyzer and hears of it, and what ends a state at once. */
final class Verdicts {

    private final ReleaseContext context;

    Verdicts(ReleaseContext context) {
        this.context = context;
    }

    /** A newer revision, or harm that is acted on; null where the state goes on. */
    Next.@Nullable Reached interruption(ReleaseState state) {
        Instant now = context.clock().instant();
        if (!context.orders().goOn()) {
            return new Next.Reached(state.superseded(now));
        }
        TrialPosition trial = state.trial();
        if (trial == null || trial.firstShiftAt() == null) {
            return null;
        }
        return Ruling.ofWatch(state, reading(state), now) instanceof Ruling.Go(ReleaseState other, String why)
                ? new Next.Reached(other, null, why)
                : null;
    }

    /** Whether the state goes on. */
    boolean goOn(ReleaseState state) {
        return interruption(state) == null;
    }

    /** What the analysis says to the gate of the state. */
    Reading reading(ReleaseState state) {
        TrialPosition trial = Objects.requireNonNull(state.trial(), "the state has a trial");
        return Reading.of(
                context.orders().analysis().get(),
                Gates.analysis(state.release(), trial),
                Gates.need(state),
                context.clock().instant());
    }

    /** A state with its gate; a state on the way back asks for nothing. */
    Next.Reached asking(ReleaseState state, @Nullable String why) {
        boolean back = state instanceof ReleaseState.Withdrawing || state instanceof ReleaseState.Restoring;
        return new Next.Reached(state, back || state.trial() == null ? null : Gates.of(state, starts(state)), why);
    }

    private Gates.Starts starts(ReleaseState state) {
        Release release = state.release();
        TrialPosition trial = Objects.requireNonNull(state.trial(), "the state has a trial");
        Course course = new Course(release.trial(), trial);
        Trial.Copy baseline = course.baseline();
        String compared = baseline == null
                ? course.trial().stable().reference()
                : baseline.deployment().reference();
        return new Gates.Starts(
                createdAt(course.trial().canary().deployment().reference(), release), createdAt(compared, release));
    }

    /** When the Deployment was created; where it cannot be read, its pods count from the start of the release. */
    private Instant createdAt(String reference, Release release) {
        if (context.client().getMetadata(ObjectReference.parse(reference))
                        instanceof ApiResult.Ok<Manifest>(Manifest found)
                && found.metadata().get("creationTimestamp") instanceof String time) {
            try {
                return Instant.parse(time);
            } catch (DateTimeParseException unreadable) {
                return release.startedAt();
            }
        }
        return release.startedAt();
    }
}
