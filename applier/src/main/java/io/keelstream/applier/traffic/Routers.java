package io.keelstream.applier.traffic;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.release.Release;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.plan.PlannedAction;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The router of a trial. */
public final class Routers {

    private Routers() {}

    /**
     * The router that the trial names.
     *
     * @param promoted whether the routes are those of the plan's own actions already
     */
    public static TrafficRouter of(Release release, Course course, boolean promoted, LiveWriter live) {
        return switch (course.trial().shift()) {
            case Trial.Shift.Routes shift ->
                new WeightRouter(
                        shift.routes().stream()
                                .map(route -> overlay(release, course, shift, route, promoted))
                                .toList(),
                        live);
            case Trial.Shift.Replicas _ ->
                new ReplicasRouter(
                        course.created().stream()
                                .filter(body -> body.reference().startsWith("Deployment.apps/"))
                                .toList(),
                        live);
            case Trial.Shift.Unknown _ -> throw new IllegalStateException("a trial of a newer version was begun");
        };
    }

    /**
     * A write of a promotion with what the trial lays over it: its shares where it is one of the trial's routes, the floor where
     * it is the autoscaler of the workload.
     */
    public static PlannedAction.Write shared(
            Release release, Course course, PlannedAction.Write write, LiveWriter live) {
        if (!(write instanceof PlannedAction.Update update)) {
            return write;
        }
        StableFloor floor = StableFloor.of(course);
        if (floor != null && floor.autoscaler().reference().equals(update.reference())) {
            return overlaid(update, floor.over(update.content().body(), live));
        }
        return course.trial().shift() instanceof Trial.Shift.Routes shift
                ? route(shift, update.reference())
                        .map(route -> overlaid(
                                update,
                                overlay(release, course, shift, route, true).at(course.shares())))
                        .orElse(update)
                : write;
    }

    private static PlannedAction.Write overlaid(PlannedAction.Update update, Map<String, @Nullable Object> body) {
        PlannedAction.Content content = update.content();
        return new PlannedAction.Update(
                update.reference(),
                update.apiVersion(),
                update.turn(),
                new PlannedAction.Content(content.digest(), content.sealed(), content.handover(), body),
                update.preview(),
                update.uid());
    }

    private static Optional<Trial.Body> route(Trial.Shift.Routes shift, String reference) {
        return shift.routes().stream()
                .filter(route -> route.reference().equals(reference))
                .findFirst();
    }

    private static Overlay overlay(
            Release release, Course course, Trial.Shift.Routes shift, Trial.Body route, boolean promoted) {
        return Overlay.of(course, shift, route, promoted ? planned(release, route) : route.body());
    }

    /** The route as the commit wants it; the commit need not change it. */
    private static Map<String, @Nullable Object> planned(Release release, Trial.Body route) {
        return release.writes()
                .filter(write -> write.reference().equals(route.reference()))
                .findFirst()
                .map(write -> write.content().body())
                .orElse(route.body());
    }
}
