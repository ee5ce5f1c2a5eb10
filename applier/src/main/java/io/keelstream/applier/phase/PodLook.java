package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.diagnosis.PodEvidence;
import io.keelstream.applier.gate.Ruling;
import io.keelstream.applier.release.Hooking;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.kubernetes.health.PodFailures;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the pods of a trial when their Deployment has changed, as it does when a pod becomes unready, and now and then. What
 * is compared is looked at only where the canary's pods did something. After the promotion the pods of the workload and those of
 * each Deployment that was promoted with it are looked at. Thread-safe.
 */
final class PodLook {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    /** After a look that the cluster did not answer. */
    private static final Duration LOOK_SOON = Duration.ofSeconds(2);

    private final ReleaseContext context;
    private final OwnPods pods;
    private final Map<String, Seen> last = new HashMap<>();

    /**
     * A look at one Deployment.
     *
     * @param version of the Deployment at that time
     * @param due when it is looked at again without a change
     * @param found the evidence; null where there was none
     */
    private record Seen(long version, Instant due, @Nullable String found) {}

    PodLook(ReleaseContext context) {
        this.context = context;
        this.pods = new OwnPods(context.diagnosis());
    }

    /** The evidence of the pods against the new version; null where there is none, or nothing would be done. */
    synchronized Ruling.@Nullable Failing harm(ReleaseState state, Instant now) {
        TrialPosition at = state.trial();
        TrialPosition.Exposure exposure = at == null ? null : at.exposure();
        if (at == null || exposure == null || !watched(state)) {
            return null;
        }
        Course course = new Course(state.release().trial(), at);
        if (!course.acts()) {
            return null;
        }
        if (state instanceof ReleaseState.Baking bake) {
            return promoted(bake, now);
        }
        Trial.Body canary = course.trial().canary().deployment();
        String found = look(canary, now, () -> compared(course, exposure.firstShiftAt(), now));
        return found == null ? null : new Ruling.Failing(null, found);
    }

    private static boolean watched(ReleaseState state) {
        return state instanceof OnTrial
                || (state instanceof Withdrawing back && back.step().inSteps())
                || state instanceof ReleaseState.Applying
                || state instanceof ReleaseState.Waiting
                || (state instanceof Hooking hooking && hooking.promotes())
                || state instanceof ReleaseState.Baking;
    }

    private Ruling.@Nullable Failing promoted(ReleaseState.Baking bake, Instant now) {
        Trial.Body workload = bake.release().trial().stable().restore();
        String found = look(workload, now, () -> alone(workload, bake.since(), now));
        if (found != null) {
            return new Ruling.Failing(null, found);
        }
        return bake.release()
                .followers()
                .flatMap(each -> Stream.ofNullable(look(each, now, () -> alone(each, bake.since(), now)))
                        .map(text -> new Ruling.Failing(each.reference(), text)))
                .findFirst()
                .orElse(null);
    }

    /** What is found now where a look is due, else what was found last. */
    private @Nullable String look(Trial.Body deployment, Instant now, Supplier<Evidence> evidence) {
        long version = context.live().version(ObjectReference.parse(deployment.reference()));
        Seen before = last.get(deployment.reference());
        if (before != null && version == before.version() && now.isBefore(before.due())) {
            return before.found();
        }
        Evidence found = evidence.get();
        last.put(
                deployment.reference(),
                new Seen(version, now.plus(found.certain() ? LOOK_AGAIN : LOOK_SOON), found.text()));
        return found.text();
    }

    /**
     * What a look came to.
     *
     * @param certain whether the cluster answered in time
     * @param text null where it is no evidence
     */
    private record Evidence(boolean certain, @Nullable String text) {

        private static final Evidence UNKNOWN = new Evidence(false, null);
    }

    private Evidence alone(Trial.Body deployment, Instant since, Instant now) {
        PodFailures failures = failures(deployment, since, now);
        return failures == null ? Evidence.UNKNOWN : new Evidence(true, PodEvidence.against(failures));
    }

    private Evidence compared(Course course, Instant since, Instant now) {
        PodFailures canary = failures(course.trial().canary().deployment(), since, now);
        if (canary == null) {
            return Evidence.UNKNOWN;
        }
        if (PodEvidence.isNone(canary)) {
            return new Evidence(true, null);
        }
        Trial.Copy fresh = course.baseline();
        PodFailures other =
                failures(fresh == null ? course.trial().stable().restore() : fresh.deployment(), since, now);
        return other == null ? Evidence.UNKNOWN : new Evidence(true, PodEvidence.against(canary, other));
    }

    /** What the Deployment's own pods did; null where the cluster does not say so in time. */
    private @Nullable PodFailures failures(Trial.Body deployment, Instant since, Instant now) {
        List<Manifest> found = pods.of(deployment, now);
        return found == null ? null : PodFailures.of(found, since, now);
    }
}
