package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.traffic.Lowering;
import io.keelstream.applier.traffic.Overlay;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the routes and the canary's Deployment of a trial when they have changed: whether somebody has taken traffic or pods from
 * the canary. Not while weights are being written. Thread-safe.
 */
final class LoweredLook {

    private final ReleaseContext context;
    private final Map<ObjectReference, Seen> last = new HashMap<>();

    /**
     * A look at one object.
     *
     * @param version of the object at that time
     * @param found what somebody did; null where nobody did anything
     */
    private record Seen(long version, @Nullable String found) {}

    LoweredLook(ReleaseContext context) {
        this.context = context;
    }

    /** What somebody did, e.g. {@code kubectl-edit lowered its share in HTTPRoute...}; null where nobody did anything. */
    synchronized @Nullable String of(OnTrial state) {
        Course course = new Course(state.release().trial(), state.trial());
        if (state.trial().exposure() == null || state instanceof ReleaseState.Shifting) {
            return null;
        }
        String found = course.trial().shift() instanceof Trial.Shift.Routes shift ? share(course, shift) : null;
        return found == null && state instanceof ReleaseState.Analysing ? pods(course) : found;
    }

    private @Nullable String share(Course course, Trial.Shift.Routes shift) {
        String service = course.trial().canary().service();
        if (service == null) {
            return null;
        }
        String namespace = shift.stable().namespace();
        for (Trial.Body route : shift.routes()) {
            String manager = look(route, live -> {
                Map<String, @Nullable Object> written =
                        Overlay.of(course, shift, route, route.body()).at(course.shares());
                return Lowering.ofShare(new Manifest(written), live, namespace, service);
            });
            if (manager != null) {
                return manager + " lowered its share in " + route.reference();
            }
        }
        return null;
    }

    private @Nullable String pods(Course course) {
        Trial.Body canary = course.deployments().getFirst();
        String manager = look(canary, live -> Lowering.ofPods(live, Course.replicas(canary.body())));
        return manager == null ? null : manager + " took pods from " + canary.reference();
    }

    private @Nullable String look(Trial.Body body, Function<Manifest, @Nullable String> finding) {
        ObjectReference reference = ObjectReference.parse(body.reference());
        context.live().watch(body.apiVersion(), reference.groupKind());
        long version = context.live().version(reference);
        Seen before = last.get(reference);
        if (before != null && before.version() == version) {
            return before.found();
        }
        if (context.client().get(reference) instanceof ApiResult.Ok<Manifest>(Manifest live)) {
            Seen seen = new Seen(version, finding.apply(live));
            last.put(reference, seen);
            return seen.found();
        }
        return null;
    }
}
