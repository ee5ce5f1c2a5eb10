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

    /** After a look that the cluster did not answer. */
    private static final Duration LOOK_SOON = Duration.ofSeconds(2);

    /** A verdict that arrives meanwhile waits so long at most. */
    private static final Duration LONGEST = Duration.ofMillis(800);

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
            seen = version;
            due = now.plus(LOOK_AGAIN);
            found = state instanceof ReleaseState.Baking bake
                    ? promoted(course.trial().stable(), bake.since(), now)
                    : compared(course, at.exposure().firstShiftAt(), now);
        }
        return found;
    }

    private static boolean watched(ReleaseState state) {
        return state instanceof OnTrial
                || state instanceof ReleaseState.Applying
                || state instanceof ReleaseState.Waiting
                || state instanceof ReleaseState.Baking;
    }

    private @Nullable String promoted(Trial.Stable stable, Instant since, Instant now) {
        PodFailures failures = failures(stable.restore(), stable.pods(), since, now);
        return failures == null ? null : PodEvidence.against(failures);
    }

    private @Nullable String compared(Course course, Instant since, Instant now) {
        Trial.Copy copy = course.trial().canary();
        PodFailures canary = failures(copy.deployment(), copy.pods(), since, now);
        if (canary == null || PodEvidence.isNone(canary)) {
            return null;
        }
        Trial.Copy fresh = course.baseline();
        Trial.Stable stable = course.trial().stable();
        PodFailures other = fresh == null
                ? failures(stable.restore(), stable.pods(), since, now)
                : failures(fresh.deployment(), fresh.pods(), since, now);
        return other == null ? null : PodEvidence.against(canary, other);
    }

    /** What the pods did; null where the cluster does not say so in time. */
    private @Nullable PodFailures failures(Trial.Body deployment, String names, Instant since, Instant now) {
        List<Manifest> pods = context.diagnosis().podsUntil(now.plus(LONGEST), new Manifest(deployment.body()));
        if (pods == null) {
            due = now.plus(LOOK_SOON);
            return null;
        }
        return PodFailures.of(
                pods.stream().filter(pod -> pod.name().matches(names)).toList(), since, now);
    }
}
