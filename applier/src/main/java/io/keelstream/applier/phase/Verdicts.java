package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Bake;
import io.keelstream.applier.canary.Course;
import io.keelstream.applier.gate.Gates;
import io.keelstream.applier.gate.Reading;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a release with a trial asks of the canary-analyzer and hears of it. */
final class Verdicts {

    private final ReleaseContext context;

    Verdicts(ReleaseContext context) {
        this.context = context;
    }

    /** What the analysis says to the gate of the state; null while no canary has traffic. */
    @Nullable
    Reading reading(ReleaseState state) {
        return Reading.of(
                state, context.orders().analysis().get(), context.clock().instant());
    }

    /** A state with its gate. */
    Next.Reached asking(ReleaseState state, @Nullable String why) {
        return asking(state, why, null);
    }

    /**
     * A state with its gate. A state on the way back asks for nothing, nor does a promoted version without an objective, and
     * nothing is asked before the canary has traffic.
     *
     * @param answer to the decision that led to it; null where none did
     */
    Next.Reached asking(ReleaseState state, @Nullable String why, @Nullable DecisionAnswer answer) {
        boolean back = state instanceof Withdrawing || state instanceof ReleaseState.Restoring;
        TrialPosition trial = state.trial();
        boolean unmeasured = state instanceof ReleaseState.Baking
                && !Bake.of(state.release().trial()).map(Bake::hasObjectives).orElse(false);
        boolean watched = !back && !unmeasured && trial != null && trial.exposure() != null;
        return new Next.Reached(state, watched ? Gates.of(state, starts(state)) : null, why, answer);
    }

    private Gates.Starts starts(ReleaseState state) {
        Release release = state.release();
        TrialPosition trial = Objects.requireNonNull(state.trial(), "the state has a trial");
        Course course = new Course(release.trial(), trial);
        Trial.Copy baseline = course.baseline();
        String compared = baseline == null || state instanceof ReleaseState.Baking
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
