package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.gate.Arms;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.health.TimeToReady;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;

/** Looks at the pods of both sides of a trial, for a gate. What the cluster does not say in time is unknown. Thread-safe. */
final class ArmLook {

    /** A verdict that arrives meanwhile waits so long at most for the nodes. */
    private static final Duration LONGEST = Duration.ofMillis(800);

    private final ReleaseContext context;
    private final OwnPods pods;

    ArmLook(ReleaseContext context) {
        this.context = context;
        this.pods = new OwnPods(context.diagnosis());
    }

    /** Both sides; in the bake, the promoted workload is either. */
    Arms of(ReleaseState state) {
        Release release = state.release();
        Course course = new Course(release.trial(), Objects.requireNonNull(state.trial(), "the state has a trial"));
        Trial.Copy fresh = course.baseline();
        boolean bakes = state instanceof ReleaseState.Baking;
        NodeLook nodes = new NodeLook(
                context.client().urgently().until(context.clock().instant().plus(LONGEST)));
        Arms.Side baseline =
                side(fresh == null || bakes ? course.trial().stable().restore() : fresh.deployment(), release, nodes);
        return new Arms(bakes ? baseline : side(course.trial().canary().deployment(), release, nodes), baseline);
    }

    private Arms.Side side(Trial.Body deployment, Release release, NodeLook nodes) {
        Instant createdAt = createdAt(deployment.reference(), release);
        List<Manifest> found = pods.of(deployment, context.clock().instant());
        return found == null
                ? Arms.Side.unseen(createdAt)
                : new Arms.Side(createdAt, TimeToReady.of(found, release.timeout()), nodes.of(found));
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
