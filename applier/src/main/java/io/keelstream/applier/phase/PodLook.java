package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.diagnosis.PodEvidence;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.kubernetes.health.PodFailures;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the pods of a trial when their Deployment has changed, as it does when a pod becomes unready, and now and then. What
 * is compared is looked at only where the canary's pods did something. Thread-safe.
 */
final class PodLook {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final ReleaseContext context;
    private Instant due = Instant.MIN;
    private long seen;
    private @Nullable String found;

    PodLook(ReleaseContext context) {
        this.context = context;
    }

    /** The evidence of the pods against the version on trial; null where there is none, or nothing would be done. */
    synchronized @Nullable String harm(ReleaseState state, Instant now) {
        TrialPosition at = state.trial();
        if (at == null || at.exposure() == null || !watched(state)) {
            return null;
        }
        Course course = new Course(state.release().trial(), at);
        if (!course.acts()) {
            return null;
        }
        Trial.Body deployment = state instanceof ReleaseState.Baking
                ? course.trial().stable().restore()
                : course.trial().canary().deployment();
        long version = context.live().version(ObjectReference.parse(deployment.reference()));
        if (version != seen || !now.isBefore(due)) {
            found = state instanceof ReleaseState.Baking bake
                    ? PodEvidence.against(failures(deployment, course.trial().stable().pods(), bake.since(), now))
                    : compared(course, deployment, at.exposure().firstShiftAt(), now);
            seen = version;
            due = now.plus(LOOK_AGAIN);
        }
        return found;
    }

    private static boolean watched(ReleaseState state) {
        return state instanceof OnTrial
                || state instanceof ReleaseState.Applying
                || state instanceof ReleaseState.Waiting
                || state instanceof ReleaseState.Baking;
    }

    private @Nullable String compared(Course course, Trial.Body deployment, Instant since, Instant now) {
        PodFailures canary = failures(deployment, course.trial().canary().pods(), since, now);
        if (PodEvidence.isNone(canary)) {
            return null;
        }
        Trial.Copy fresh = course.baseline();
        Trial.Stable stable = course.trial().stable();
        return PodEvidence.against(
                canary,
                fresh == null
                        ? failures(stable.restore(), stable.pods(), since, now)
                        : failures(fresh.deployment(), fresh.pods(), since, now));
    }

    private PodFailures failures(Trial.Body deployment, String names, Instant since, Instant now) {
        List<Manifest> pods = context.diagnosis().podsOf(new Manifest(deployment.body())).stream()
                .filter(pod -> pod.name().matches(names))
                .toList();
        return PodFailures.of(pods, since, now);
    }
}
