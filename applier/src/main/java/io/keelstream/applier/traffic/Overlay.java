package io.keelstream.applier.traffic;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.Shares;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.route.Backend;
import io.keelstream.kubernetes.route.HeaderMatch;
import io.keelstream.kubernetes.route.WeightedRoute;
import io.keelstream.kubernetes.route.WeightedRoute.Arm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is laid over a route of a trial: a function of the resting manifest, the copies and the shares alone.
 *
 * @param resting the route without the trial
 * @param stable the backend whose share is split
 * @param arms the copies that have a Service, the canary first
 * @param any requests that go to the canary whatever its share is
 */
public record Overlay(Trial.Body resting, Trial.Backend stable, List<String> arms, List<HeaderMatch> any) {

    public Overlay {
        arms = List.copyOf(arms);
        any = List.copyOf(any);
    }

    /**
     * The overlay of one of the trial's routes.
     *
     * @param body the resting manifest, where it is another than the trial's
     */
    public static Overlay of(
            Course course, Trial.Shift.Routes shift, Trial.Body route, Map<String, @Nullable Object> body) {
        List<String> arms = new ArrayList<>();
        add(arms, course.trial().canary());
        Trial.Copy baseline = course.baseline();
        if (baseline != null) {
            add(arms, baseline);
        }
        Trial.Body resting = new Trial.Body(route.reference(), route.apiVersion(), route.uid(), body);
        List<HeaderMatch> any = course.trial().rules().traffic().matches().stream()
                .map(each -> new HeaderMatch(each.header(), each.value(), each.regex()))
                .toList();
        return new Overlay(resting, shift.stable(), arms, any);
    }

    private static void add(List<String> arms, Trial.Copy copy) {
        if (copy.service() != null) {
            arms.add(copy.service());
        }
    }

    /**
     * The route with these shares; a route that does not name the backend any more stays as it is. Where a commit has changed a
     * route so that the requests cannot be told apart any more, the shares alone are laid over it.
     */
    public Map<String, @Nullable Object> at(Shares shares) {
        WeightedRoute route = new WeightedRoute(new Manifest(resting.body()));
        String namespace = ObjectReference.parse(resting.reference()).namespace();
        Backend backend = new Backend(stable.group(), stable.kind(), stable.namespace(), stable.name(), stable.port());
        if (route.obstacle(backend, namespace, arms.size()).isPresent()) {
            return resting.body();
        }
        List<Arm> split = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            split.add(new Arm(arms.get(i), i == 0 ? shares.canary() : shares.baseline()));
        }
        boolean matched =
                shares.matched() && route.unmatchable(backend, namespace, any).isEmpty();
        return route.split(backend, namespace, split, matched ? any : List.of()).tree();
    }
}
